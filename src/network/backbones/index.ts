import { resnet50v2, resnet50v2Schema } from './resnet50v2.ts'
import { resnet101, resnet101Schema } from './resnet101.ts'
import { strided, stridedSchema } from './strided.ts'

/** A new backbone is one file and one line here and in the schema below. */
export const backbones = { resnet101, resnet50v2, strided } as const

export const backboneSchemas = [resnet101Schema, resnet50v2Schema, stridedSchema] as const
