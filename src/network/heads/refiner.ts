import * as v from 'valibot'
import { add, mul, relu, reshape, slice, sub, transpose, type Value } from '../../onnx/index.ts'
import type { Head } from '../features.ts'
import { convolution, resizeBilinear } from '../layers/index.ts'

/** Corrects the estimate that is the last channel of the input; for one class. */
export const refinerSchema = v.object({ name: v.literal('refiner') })

/** The estimate counts as logits from minus to plus this; beyond them, it is the network that has to be sure. */
const certain = 4

/**
 * Climbs from the top to stride 2, adding the backbone's features at each stride, and from there to every pixel by
 * giving each place four logits (pixel shuffle; Shi et al., CVPR 2016). They are added to the estimate's and start
 * at 0, so that training starts from the estimate. Logits at stride 1.
 */
export const refiner: Head<v.InferOutput<typeof refinerSchema>> = ({ byStride, top }, p, _, classes) => {
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
  const change = convolution(x, at.at('change'), 4 * classes, {
    size: 3,
    initial: { kind: 'constant', value: 0 },
  })
  return add(shuffle(change, classes), mul(sub(lastChannel(byStride.get(1)!), 0.5), 2 * certain))
}

function lastChannel(x: Value): Value {
  const channels = x.shape[1]!
  return slice(x, { axes: [1], starts: [channels - 1], ends: [channels] })
}

/** N,4C,h,w -> N,C,2h,2w: four channels become the four pixels of a place. */
function shuffle(x: Value, channels: number): Value {
  const [batch, , height, width] = x.shape as [number, number, number, number]
  const apart = reshape(x, [batch, channels, 2, 2, height, width])
  return reshape(transpose(apart, [0, 1, 4, 2, 5, 3]), [batch, channels, 2 * height, 2 * width])
}
