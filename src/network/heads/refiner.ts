import * as v from 'valibot'
import { add, mul, reduceSum, relu, reshape, slice, transpose, type Value } from '../../onnx/index.ts'
import type { Head } from '../features.ts'
import { convolution, resizeBilinear } from '../layers/index.ts'

/** Corrects an estimate that comes with the input; for one class and the backbone `strided`. */
export const refinerSchema = v.object({ name: v.literal('refiner') })

/** An estimate from -2 to 2 times this is taken for logits. */
const sharpness = 2

/**
 * The channels at stride 1 after the colours are estimates of the object, from -2 to 2: the one that is to be refined
 * and others. A decoder climbs from the top to stride 2, adding the backbone's features at each stride, and from there
 * gives each place four times (pixel shuffle; Shi et al., CVPR 2016) how much of each estimate to take, and what to add
 * to the logits. Its last layer starts at 0, so that training starts from the mean of the estimates. Logits at stride 1.
 */
export const refiner: Head<v.InferOutput<typeof refinerSchema>> = ({ byStride, top }, p) => {
  const at = p.at('refiner')
  const strides = [...byStride.keys()].filter(stride => stride > 1).sort((a, b) => b - a)
  let x = top
  for (const stride of strides.slice(1)) {
    const finer = byStride.get(stride)!
    const own = at.at(`stride${stride}`)
    const narrow = convolution(x, own.at('narrow'), finer.shape[1]!)
    const joined = relu(add(resizeBilinear(narrow, finer.shape.slice(2) as [number, number], 'edges'), finer))
    x = relu(convolution(joined, own.at('mix'), finer.shape[1]!, { size: 3 }))
  }
  const whole = byStride.get(1)!
  const estimates = channels(whole, 3, whole.shape[1]!)
  const count = estimates.shape[1]!
  const initial = { kind: 'constant', value: 0 } as const
  const change = shuffle(convolution(x, at.at('change'), 4 * (count + 1), { size: 3, initial }), count + 1)
  const shares = add(channels(change, 0, count), 1 / count)
  const mixed = reduceSum(mul(shares, estimates), [1])
  return add(mul(mixed, sharpness), channels(change, count, count + 1))
}

function channels(x: Value, start: number, end: number): Value {
  return slice(x, { axes: [1], starts: [start], ends: [end] })
}

/** N,4C,h,w -> N,C,2h,2w: four channels become the four pixels of a place. */
function shuffle(x: Value, channels: number): Value {
  const [batch, , height, width] = x.shape as [number, number, number, number]
  const apart = reshape(x, [batch, channels, 2, 2, height, width])
  return reshape(transpose(apart, [0, 1, 4, 2, 5, 3]), [batch, channels, 2 * height, 2 * width])
}
