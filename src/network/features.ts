import type { Value } from '../onnx/index.ts'
import type { Parameters } from './parameters.ts'

/** What a backbone gives to a head: maps by their stride, and the last, deepest one. */
export type Features = {
  readonly byStride: ReadonlyMap<number, Value>
  readonly top: Value
}

/** Input of a network: N,C,S,S with red, green, blue (0 to 255) first and the guidance channels after them. */
export type Backbone<Config> = (input: Value, p: Parameters, config: Config) => Features

/** Logits, N,classes,h,w, at a stride of the head's own choice. */
export type Head<Config> = (features: Features, p: Parameters, config: Config, classes: number) => Value
