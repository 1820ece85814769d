import { type Tensor, tensor } from '../tensor/index.ts'
import { leastScale } from './range.ts'

export type IntegerWeights = {
  /** -64 to 64. */
  readonly weight: Tensor<'int8'>
  /** One for each output: weight = scale · integer. */
  readonly scales: Float32Array<ArrayBuffer>
  /** Integers in units of the input's scale times the output's; absent without a bias. */
  readonly bias?: Tensor<'int32'>
}

/**
 * Seven bits: processors without VNNI add two products with bytes in 16 bits, where 2 · 255 · 64 still fits. An eighth bit
 * would hardly help: a probability then changes by 0.0042 instead of 0.0044 on the whole.
 */
const mostWeight = 64

/** Largest integer that a bias becomes: sums of products are added to it, and all has to stay within 32 bits. */
const mostBias = 2 ** 30

/**
 * Weights of a convolution as integers, symmetric about 0, each output with the finest scale that holds its own.
 *
 * @param weight      outputs first, whatever follows
 * @param bias        one for each output
 * @param inputScale  of the bytes that the weights are going to meet
 */
export function integerWeights(
  { shape, data }: Tensor<'float32'>,
  bias: Tensor<'float32'> | undefined,
  inputScale: number,
): IntegerWeights {
  const outputs = shape[0]!
  const each = data.length / outputs
  const integers = tensor('int8', shape)
  const scales = new Float32Array(outputs)
  for (let o = 0; o < outputs; o++) {
    const row = data.subarray(o * each, (o + 1) * each)
    const most = row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
    const leastForBias = Math.abs(bias?.data[o] ?? 0) / inputScale / mostBias
    scales[o] = Math.max(most / mostWeight, leastForBias, leastScale)
    integers.data.set(
      Int8Array.from(row, value => Math.round(value / scales[o]!)),
      o * each,
    )
  }
  return {
    weight: integers,
    scales,
    ...(bias && {
      bias: tensor(
        'int32',
        [outputs],
        Int32Array.from(bias.data, (value, o) => Math.round(value / inputScale / scales[o]!)),
      ),
    }),
  }
}
