import * as v from 'valibot'
import { backboneSchemas } from './backbones/index.ts'
import { headSchemas } from './heads/index.ts'

/** A network as data: what it is made of, without its weights. */
export const networkSchema = v.object({
  backbone: v.variant('name', [...backboneSchemas]),
  head: v.variant('name', [...headSchemas]),
  /** Channels of the input: red, green, blue, then guidance. */
  channels: v.pipe(v.number(), v.integer(), v.minValue(3)),
  classes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
})

export type NetworkConfig = v.InferOutput<typeof networkSchema>

/** Networks by name, for the command line and for configurations that change little. */
export const presets = {
  'resnet101-psp': { backbone: { name: 'resnet101' }, head: { name: 'psp' }, channels: 4 },
  'resnet50v2-psp': {
    backbone: { name: 'resnet50v2', guidance: 'stage1' },
    head: { name: 'decoder' },
    channels: 4,
  },
} as const satisfies Record<string, v.InferInput<typeof networkSchema>>
