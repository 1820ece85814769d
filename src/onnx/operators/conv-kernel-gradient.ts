import { type Shape, tensor } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import { concat } from './concat.ts'
import { convWindow } from './conv.ts'
import type { Window } from './convolution.ts'
import { expand } from './expand.ts'
import { gather } from './gather.ts'
import { matmul, swapLast } from './matmul.ts'
import { pad } from './pad.ts'
import { reduceSum } from './reduce-sum.ts'
import { reshape } from './reshape.ts'
import { slice } from './slice.ts'
import { transpose } from './transpose.ts'

/** Up to this many input channels one convolution with exchanged axes beats matrix products. */
const fewChannels = 8

/** From this many on a product per tap is the fastest, if the channels lie side by side. */
const manyChannels = 256

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
  if (rows * columns === 1) return oneTap(x, dy, shape, at)
  if (at.group === 1 && inner <= fewChannels) return byExchange(x, dy, shape, at)
  if (at.group === 1 && inner >= manyChannels) return perTap(x, dy, shape, at)
  return byShifts(x, dy, shape, at)
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

function oneTap(x: Value, dy: Value, shape: Shape, { strides, pads, group }: Window): Value {
  const [out, inner] = shape as [number, number]
  const [batch, , height, width] = dy.shape as [number, number, number, number]
  const [top, left, bottom, right] = pads
  const met = slice(pad(x, { before: [0, 0, top, left], after: [0, 0, bottom, right] }), {
    axes: [2, 3],
    starts: [0, 0],
    ends: [(height - 1) * strides[0] + 1, (width - 1) * strides[1] + 1],
    steps: strides,
  })
  const pixels = (value: Value, channels: number) => reshape(value, [batch, group, channels, height * width])
  return reshape(reduceSum(matmul(pixels(dy, out / group), swapLast(pixels(met, inner))), [0]), shape)
}

/** A product per tap over batch and pixels at once, so that nothing is left to sum up. For one group. */
function perTap(x: Value, dy: Value, shape: Shape, { strides, dilations, pads }: Window): Value {
  const [out, inner, rows, columns] = shape as [number, number, number, number]
  const [batch, , height, width] = dy.shape as [number, number, number, number]
  const pixels = batch * height * width
  const [top, left, bottom, right] = pads
  const padded = pad(transpose(x, [0, 2, 3, 1]), { before: [0, top, left, 0], after: [0, bottom, right, 0] })
  const [, tall, wide] = padded.shape as [number, number, number]
  const lying = reshape(padded, [batch * tall * wide, inner])
  const maps = reshape(transpose(dy, [1, 0, 2, 3]), [out, pixels])
  const products = Array.from({ length: rows * columns }, (_, tap) => {
    const [down, across] = [Math.floor(tap / columns) * dilations[0], (tap % columns) * dilations[1]]
    const met = Array.from({ length: pixels }, (_, pixel) => {
      const [image, row] = [Math.floor(pixel / (height * width)), Math.floor(pixel / width) % height]
      return (image * tall + down + row * strides[0]) * wide + across + (pixel % width) * strides[1]
    })
    // ONNX Runtime gathers rows on all threads, slices on one.
    return reshape(matmul(maps, gather(lying, met, 0)), [out, inner, 1])
  })
  return reshape(concat(products, 2), shape)
}

/**
 * All taps in one product for every phase of the stride: dy shifted along the rows, once for every row of the
 * kernel, times x shifted along the columns, once for every column. For 3 × 3 that copies three maps of each,
 * where a product per tap copies nine of x.
 *
 * Per image and group: dw[o,r,q,c] = Σ dy[o,i,j] x[c, s i + d r, s j + d q]. With a stride s, a tap r meets
 * every s-th line: of the phase d r mod s, from number d r div s on.
 */
function byShifts(x: Value, dy: Value, shape: Shape, at: Window): Value {
  const [out, inner, rows, columns] = shape as [number, number, number, number]
  const [batch, , height, width] = dy.shape as [number, number, number, number]
  const stack = batch * at.group
  const maps = reshape(dy, [stack, out / at.group, height, width])
  const lines = columnPhases(x, dy, shape, at)
  const groups = byPhase(taps(rows, at.strides[0], at.dilations[0]))
  const products = groups.map(group => {
    const [first, last] = [group[0]!, group.at(-1)!]
    const met = taps(columns, at.strides[1], at.dilations[1]).map(({ phase, shift }) =>
      slice(lines[phase]!, {
        axes: [2, 3, 4],
        starts: [first.shift, first.phase, shift],
        ends: [last.shift + height, first.phase + 1, shift + width],
      }),
    )
    const left = shiftedDown(maps, group)
    const right = reshape(concat(met, 1), [stack, columns * inner, left.shape[2]!])
    const product = reshape(matmul(left, swapLast(right)), [batch, at.group, -1, columns * inner])
    return reshape(reduceSum(product, [0]), [out, group.length, columns * inner])
  })
  const order = groups.flat().map(({ tap }) => tap)
  const joined = concat(products, 1)
  const sorted = order.every((tap, i) => tap === i)
    ? joined
    : gather(
        joined,
        order.map((_, tap) => order.indexOf(tap)),
        1,
      )
  return transpose(reshape(sorted, [out, rows, columns, inner]), [0, 3, 1, 2])
}

/** A row or column of a kernel: the phase of the lines that it meets, and the first of them that it meets. */
type Tap = { readonly tap: number; readonly phase: number; readonly shift: number }

function taps(count: number, stride: number, dilation: number): Tap[] {
  return Array.from({ length: count }, (_, tap) => ({
    tap,
    phase: (tap * dilation) % stride,
    shift: Math.floor((tap * dilation) / stride),
  }))
}

function byPhase(taps: readonly Tap[]): Tap[][] {
  const phases = [...new Set(taps.map(({ phase }) => phase))]
  return phases.map(phase => taps.filter(tap => tap.phase === phase))
}

/**
 * x with its padding, parted into the s kinds of columns that a stride s tells apart, each
 * batch·group × in/group × rows/s × s × columns/s.
 */
function columnPhases(
  x: Value,
  dy: Value,
  weight: Shape,
  { strides, dilations, pads, group }: Window,
): Value[] {
  const [stack, inner] = [dy.shape[0]! * group, weight[1]!]
  // As many whole strides as the last tap of the last window needs; what a stride left over fits in as well.
  const [tall, wide] = ([0, 1] as const).map(
    axis => dy.shape[axis + 2]! + Math.ceil((dilations[axis] * (weight[axis + 2]! - 1)) / strides[axis]),
  ) as [number, number]
  const [down, across] = strides
  const padded = pad(x, {
    before: [0, 0, pads[0], pads[1]],
    after: [0, 0, down * tall - pads[0] - x.shape[2]!, across * wide - pads[1] - x.shape[3]!],
  })
  const parted = reshape(padded, [stack * inner * down * tall, wide, across])
  // ONNX Runtime moves one axis in whole blocks; slices in steps go element by element, several times slower.
  const front = across === 1 ? parted : transpose(parted, [2, 0, 1])
  return Array.from({ length: across }, (_, phase) => {
    const lines = across === 1 ? front : slice(front, { axes: [0], starts: [phase], ends: [phase + 1] })
    return reshape(lines, [stack, inner, tall, down, wide])
  })
}

/** Copies of maps, B×O×h×w, from as many rows on as their taps are apart, zeros elsewhere: B × O·copies × pixels. */
function shiftedDown(maps: Value, group: readonly Tap[]): Value {
  const [stack, out, height, width] = maps.shape as [number, number, number, number]
  const flat = reshape(maps, [stack, out, height * width])
  const first = group[0]!.shift
  const pixels = (group.at(-1)!.shift - first + height) * width
  const zero = maps.graph.constant(tensor('float32', [1, 1, 1]))
  const parts: Value[] = []
  let filled = 0
  const zerosUpTo = (end: number) => {
    if (end > filled) parts.push(expand(zero, [stack, out, end - filled]))
    filled = end
  }
  for (const [copy, { shift }] of group.entries()) {
    zerosUpTo(copy * pixels + (shift - first) * width)
    parts.push(flat)
    filled += height * width
  }
  zerosUpTo(group.length * pixels)
  return reshape(concat(parts, 2), [stack, out * group.length, pixels])
}
