import type { Shape } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import { concat } from './concat.ts'
import { convWindow } from './conv.ts'
import type { Window } from './convolution.ts'
import { matmul, swapLast } from './matmul.ts'
import { pad } from './pad.ts'
import { reduceSum } from './reduce-sum.ts'
import { reshape } from './reshape.ts'
import { slice } from './slice.ts'
import { transpose } from './transpose.ts'

/** Up to this many input channels one convolution with exchanged axes beats a product per tap. */
const fewChannels = 8

/**
 * Gradient of a convolution with respect to its weight.
 *
 * Without the spatial axes: forward [n,c][c,o] -> [n,o], so dw is [c,n][n,o] -> [c,o] for every tap: a product
 * over batch and pixels of dy with the part of x that the tap meets.
 *
 * @param shape  of the weight: out × in/group × rows × columns
 */
export function convKernelGradient(x: Value, dy: Value, shape: Shape, at: Window): Value {
  const [, inner, rows, columns] = shape as [number, number, number, number]
  if (at.group === 1 && inner <= fewChannels && rows * columns > 1) return byExchange(x, dy, shape, at)
  return perTap(x, dy, shape, at)
}

/**
 * A convolution over the batch axis: a tap of w meets x at stride steps, hence stride and dilation change
 * places, and what a stride left over is cut off. For one group.
 */
function byExchange(x: Value, dy: Value, shape: Shape, at: Window): Value {
  const exchange = (value: Value) => transpose(value, [1, 0, 2, 3])
  const dw = exchange(
    convWindow(exchange(x), exchange(dy), { ...at, strides: at.dilations, dilations: at.strides }),
  )
  return slice(dw, { axes: [2, 3], starts: [0, 0], ends: [shape[2]!, shape[3]!] })
}

function perTap(x: Value, dy: Value, shape: Shape, { strides, dilations, pads, group }: Window): Value {
  const [out, inner, rows, columns] = shape as [number, number, number, number]
  const [batch, , height, width] = dy.shape as [number, number, number, number]
  const [top, left, bottom, right] = pads
  const padded = pad(x, { before: [0, 0, top, left], after: [0, 0, bottom, right] })
  const ends = dy.shape.slice(2).map((side, i) => (side - 1) * strides[i]! + 1)
  const grouped = reshape(dy, [batch, group, out / group, height * width])
  const taps: Value[] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const starts = [row * dilations[0], column * dilations[1]]
      const met = slice(padded, {
        axes: [2, 3],
        starts,
        ends: starts.map((start, i) => start + ends[i]!),
        steps: strides,
      })
      // [N, group, out, pixels] × [N, group, pixels, in], then the sum over N.
      const product = matmul(grouped, swapLast(reshape(met, [batch, group, inner, height * width])))
      taps.push(reshape(reduceSum(product, [0]), [out, inner, 1]))
    }
  return reshape(concat(taps, 2), shape)
}
