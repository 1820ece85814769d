import { decoder, decoderSchema } from './decoder.ts'
import { psp, pspSchema } from './psp.ts'

/** A new head is one file and one line here and in the schema below. */
export const heads = { psp, decoder } as const

export const headSchemas = [pspSchema, decoderSchema] as const
