import { decoder, decoderSchema } from './decoder.ts'
import { psp, pspSchema } from './psp.ts'
import { refiner, refinerSchema } from './refiner.ts'

/** A new head is one file and one line here and in the schema below. */
export const heads = { psp, decoder, refiner } as const

export const headSchemas = [pspSchema, decoderSchema, refinerSchema] as const
