import type { Node } from '../../src/onnx/index.ts'
import { type Array64, common, pick, places, size, stretched, strides, zeros } from './array.ts'

type Attributes = Node['attributes']

/** What an operator of ONNX gives for its inputs; written from its documentation, in plain loops. */
export type Rule = (inputs: readonly Array64[], attributes: Attributes) => readonly Array64[]

/** The operators by the type that ONNX files name. */
export const operators: Readonly<Record<string, Rule>> = {
  Abs: each(Math.abs),
  Exp: each(Math.exp),
  Identity: each(x => x),
  Log: each(Math.log),
  Neg: each(x => -x),
  Relu: each(x => Math.max(0, x)),
  Sigmoid: each(x => 1 / (1 + Math.exp(-x))),
  Sign: each(Math.sign),
  Softplus: each(x => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
  Sqrt: each(Math.sqrt),

  Add: pairs((a, b) => a + b),
  Div: pairs((a, b) => a / b),
  Greater: pairs((a, b) => Number(a > b)),
  GreaterOrEqual: pairs((a, b) => Number(a >= b)),
  Max: pairs(Math.max),
  Mul: pairs((a, b) => a * b),
  Sub: pairs((a, b) => a - b),

  BatchNormalization: batchNormalization,
  Cast: cast,
  Concat: concat,
  Conv: conv,
  ConvTranspose: convTranspose,
  Expand: ([x, to]) => {
    const shape = common(x!.shape, [...to!.data])
    return [pick(x!, places(shape, stretched(x!.shape, shape)), shape)]
  },
  Gather: gather,
  GatherElements: gatherElements,
  MatMul: matmul,
  MaxPool: maxPool,
  Pad: pad,
  ReduceSum: reduceSum,
  Reshape: ([x, to]) => {
    const asked = [...to!.data].map((side, axis) => (side === 0 ? x!.shape[axis]! : side))
    const known = size(asked.filter(side => side !== -1))
    return [{ shape: asked.map(side => (side === -1 ? x!.data.length / known : side)), data: x!.data }]
  },
  ScatterElements: scatterElements,
  Slice: slice,
  Transpose: ([x], { perm }) => {
    const from = strides(x!.shape)
    const shape = integers(perm).map(axis => x!.shape[axis]!)
    const steps = integers(perm).map(axis => from[axis]!)
    return [pick(x!, places(shape, steps), shape)]
  },
}

function each(f: (x: number) => number): Rule {
  return ([x]) => [{ shape: x!.shape, data: x!.data.map(f) }]
}

function pairs(f: (a: number, b: number) => number): Rule {
  return ([a, b]) => {
    const out = zeros(common(a!.shape, b!.shape))
    const [left, right] = [a!, b!].map(({ shape }) => places(out.shape, stretched(shape, out.shape)))
    for (let i = 0; i < out.data.length; i++) out.data[i] = f(a!.data[left![i]!]!, b!.data[right![i]!]!)
    return [out]
  }
}

/** Statistics are given, not taken from the batch: training_mode is 0. */
function batchNormalization(inputs: readonly Array64[], attributes: Attributes): Array64[] {
  const [x, scale, shift, mean, variance] = inputs as [Array64, Array64, Array64, Array64, Array64]
  const epsilon = (attributes.epsilon as { float: number }).float
  const plane = size(x.shape.slice(2))
  const data = x.data.map((value, i) => {
    const channel = Math.floor(i / plane) % x.shape[1]!
    const normal = (value - mean.data[channel]!) / Math.sqrt(variance.data[channel]! + epsilon)
    return normal * scale.data[channel]! + shift.data[channel]!
  })
  return [{ shape: x.shape, data }]
}

/** To a float nothing is rounded: that everything stays a double is what the interpreter is for. */
function cast([x]: readonly Array64[], { to }: Attributes): Array64[] {
  const conversions: Record<number, (value: number) => number> = {
    1: value => value,
    6: Math.trunc,
    7: Math.trunc,
    9: value => Number(value !== 0),
    10: value => value,
    11: value => value,
  }
  return [{ shape: x!.shape, data: x!.data.map(conversions[integer(to)]!) }]
}

function concat(inputs: readonly Array64[], attributes: Attributes): Array64[] {
  const axis = integer(attributes.axis)
  const shape = [...inputs[0]!.shape]
  shape[axis] = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0)
  const out = zeros(shape)
  const steps = strides(shape)
  let first = 0
  for (const input of inputs) {
    const at = places(input.shape, steps, first * steps[axis]!)
    for (let i = 0; i < at.length; i++) out.data[at[i]!] = input.data[i]!
    first += input.shape[axis]!
  }
  return [out]
}

/** A stretch of products that share a weight: where it begins in each array, and how far it goes. */
type Stretch = { large: number; step: number; small: number; count: number; tap: number }

/**
 * Walks over all products of a convolution, row by row: `large` is the map that Conv reads, in steps, and
 * `small` the one that it writes. ConvTranspose reads the small one and writes the large one.
 */
function overlaps(
  [large, small, weight]: readonly [Array64, Array64, Array64],
  attributes: Attributes,
  visit: (stretch: Stretch) => void,
): void {
  const [batch, channels, height, width] = large.shape as [number, number, number, number]
  const [, outputs, rows, columns] = small.shape as [number, number, number, number]
  const [, inner, tapRows, tapColumns] = weight.shape as [number, number, number, number]
  const [down, step] = integers(attributes.strides, [1, 1]) as [number, number]
  const [spreadDown, spreadAcross] = integers(attributes.dilations, [1, 1]) as [number, number]
  const [top, left] = integers(attributes.pads, [0, 0, 0, 0]) as [number, number]
  const perGroup = outputs / integer(attributes.group, 1)
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outputs; o++)
      for (let c = 0; c < inner; c++)
        for (let r = 0; r < tapRows; r++)
          for (let s = 0; s < tapColumns; s++) {
            const tap = ((o * inner + c) * tapRows + r) * tapColumns + s
            const shift = s * spreadAcross - left
            // Columns j of the small map whose partner j * step + shift lies inside the large one.
            const first = Math.max(0, Math.ceil(-shift / step))
            const count = Math.min(columns, Math.ceil((width - shift) / step)) - first
            for (let i = 0; i < rows; i++) {
              const y = i * down + r * spreadDown - top
              if (y < 0 || y >= height) continue
              const channel = n * channels + Math.floor(o / perGroup) * inner + c
              visit({
                large: (channel * height + y) * width + first * step + shift,
                step,
                small: ((n * outputs + o) * rows + i) * columns + first,
                count,
                tap,
              })
            }
          }
}

function conv([x, weight, bias]: readonly Array64[], attributes: Attributes): Array64[] {
  const [batch, , ...sides] = x!.shape
  const [outputs, , ...taps] = weight!.shape
  const counts = sides.map((side, i) => windows(side, taps[i]!, i, attributes))
  const out = zeros([batch!, outputs!, ...counts])
  const plane = size(counts)
  if (bias)
    for (let i = 0; i < out.data.length; i++) out.data[i] = bias.data[Math.floor(i / plane) % outputs!]!
  const [from, to] = [x!.data, out.data]
  overlaps([x!, out, weight!], attributes, ({ large, step, small, count, tap }) => {
    const factor = weight!.data[tap]!
    for (let k = 0; k < count; k++) to[small + k]! += from[large + k * step]! * factor
  })
  return [out]
}

function convTranspose([x, weight]: readonly Array64[], attributes: Attributes): Array64[] {
  const [batch, , ...sides] = x!.shape
  const [, perGroup, ...taps] = weight!.shape
  const steps = integers(attributes.strides, [1, 1])
  const spread = integers(attributes.dilations, [1, 1])
  const pads = integers(attributes.pads, [0, 0, 0, 0])
  const extra = integers(attributes.output_padding, [0, 0])
  const wide = sides.map(
    (side, i) =>
      steps[i]! * (side - 1) + extra[i]! + (taps[i]! - 1) * spread[i]! + 1 - pads[i]! - pads[i + 2]!,
  )
  const out = zeros([batch!, perGroup! * integer(attributes.group, 1), ...wide])
  const [from, to] = [x!.data, out.data]
  overlaps([out, x!, weight!], attributes, ({ large, step, small, count, tap }) => {
    const factor = weight!.data[tap]!
    for (let k = 0; k < count; k++) to[large + k * step]! += from[small + k]! * factor
  })
  return [out]
}

/** How many windows fit along an axis. */
function windows(side: number, taps: number, axis: number, attributes: Attributes): number {
  const pads = integers(attributes.pads, [0, 0, 0, 0])
  const span = (taps - 1) * integers(attributes.dilations, [1, 1])[axis]! + 1
  const step = integers(attributes.strides, [1, 1])[axis]!
  return Math.floor((side + pads[axis]! + pads[axis + 2]! - span) / step) + 1
}

function gather([x, indices]: readonly Array64[], attributes: Attributes): Array64[] {
  const axis = integer(attributes.axis, 0)
  const [before, after] = [x!.shape.slice(0, axis), x!.shape.slice(axis + 1)]
  const out = zeros([...before, ...indices!.shape, ...after])
  const [outer, side, inner] = [size(before), x!.shape[axis]!, size(after)]
  let i = 0
  for (let o = 0; o < outer; o++)
    for (const index of indices!.data)
      for (let k = 0; k < inner; k++) out.data[i++] = x!.data[(o * side + wrap(index, side)) * inner + k]!
  return [out]
}

/** For every index, the place in an array of `shape` that it names along the axis, at its own place otherwise. */
function indexed(indices: Array64, shape: readonly number[], axis: number): Int32Array {
  const steps = strides(shape)
  const rest = steps.map((step, i) => (i === axis ? 0 : step))
  const at = places(indices.shape, rest)
  return at.map((place, i) => place + wrap(indices.data[i]!, shape[axis]!) * steps[axis]!)
}

function gatherElements([x, indices]: readonly Array64[], attributes: Attributes): Array64[] {
  return [pick(x!, indexed(indices!, x!.shape, integer(attributes.axis, 0)), indices!.shape)]
}

/** With reduction "add", the one that graphs of ours use. */
function scatterElements([x, indices, updates]: readonly Array64[], attributes: Attributes): Array64[] {
  const data = x!.data.slice()
  const at = indexed(indices!, x!.shape, integer(attributes.axis, 0))
  for (let i = 0; i < at.length; i++) data[at[i]!]! += updates!.data[i]!
  return [{ shape: x!.shape, data }]
}

function matmul([a, b]: readonly Array64[]): Array64[] {
  const [rows, inner] = a!.shape.slice(-2) as [number, number]
  const columns = b!.shape.at(-1)!
  const [stackA, stackB] = [a!.shape.slice(0, -2), b!.shape.slice(0, -2)]
  const stack = common(stackA, stackB)
  const out = zeros([...stack, rows, columns])
  const [left, right] = [stackA, stackB].map(shape => places(stack, stretched(shape, stack)))
  for (let n = 0; n < left!.length; n++) {
    const [ofA, ofB] = [left![n]! * rows * inner, right![n]! * inner * columns]
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < inner; k++) {
        const factor = a!.data[ofA + i * inner + k]!
        const [from, to] = [ofB + k * columns, (n * rows + i) * columns]
        for (let j = 0; j < columns; j++) out.data[to + j]! += factor * b!.data[from + j]!
      }
  }
  return [out]
}

/** Second output: where in the whole of x each maximum lies. Of equal elements the first in row order wins. */
function maxPool([x]: readonly Array64[], attributes: Attributes): Array64[] {
  const [batch, channels, height, width] = x!.shape as [number, number, number, number]
  const taps = integers(attributes.kernel_shape)
  const [rows, columns] = [height, width].map((side, i) => windows(side, taps[i]!, i, attributes))
  const [down, across] = integers(attributes.strides, [1, 1]) as [number, number]
  const [top, left] = integers(attributes.pads, [0, 0, 0, 0]) as [number, number]
  const largest = zeros([batch, channels, rows!, columns!])
  const found = zeros(largest.shape)
  let o = 0
  for (let plane = 0; plane < batch * channels; plane++)
    for (let i = 0; i < rows!; i++)
      for (let j = 0; j < columns!; j++, o++) {
        largest.data[o] = Number.NEGATIVE_INFINITY
        for (let y = Math.max(0, i * down - top); y < Math.min(height, i * down - top + taps[0]!); y++)
          for (
            let u = Math.max(0, j * across - left);
            u < Math.min(width, j * across - left + taps[1]!);
            u++
          ) {
            const place = (plane * height + y) * width + u
            if (x!.data[place]! <= largest.data[o]!) continue
            largest.data[o] = x!.data[place]!
            found.data[o] = place
          }
      }
  return [largest, found]
}

/** With mode "constant" and zeros, the one that graphs of ours use. */
function pad([x, amounts]: readonly Array64[]): Array64[] {
  const before = [...amounts!.data.slice(0, x!.shape.length)]
  const after = [...amounts!.data.slice(x!.shape.length)]
  const out = zeros(x!.shape.map((side, axis) => before[axis]! + side + after[axis]!))
  const steps = strides(out.shape)
  const first = before.reduce((sum, amount, axis) => sum + amount * steps[axis]!, 0)
  const at = places(x!.shape, steps, first)
  for (let i = 0; i < at.length; i++) out.data[at[i]!] = x!.data[i]!
  return [out]
}

/** With keepdims 1, the one that graphs of ours use. */
function reduceSum([x, axes]: readonly Array64[]): Array64[] {
  const summed = [...axes!.data].map(axis => wrap(axis, x!.shape.length))
  const out = zeros(x!.shape.map((side, axis) => (summed.includes(axis) ? 1 : side)))
  const at = places(x!.shape, stretched(out.shape, x!.shape))
  for (let i = 0; i < at.length; i++) out.data[at[i]!]! += x!.data[i]!
  return [out]
}

function slice([x, ...lists]: readonly Array64[]): Array64[] {
  const [starts, ends, axes, steps] = lists.map(list => [...list.data])
  const shape = [...x!.shape]
  const from = strides(shape)
  const move = [...from]
  let first = 0
  for (const [i, axis] of axes!.entries()) {
    const [start, end, step] = [starts![i]!, ends![i]!, steps?.[i] ?? 1]
    shape[axis] = Math.ceil((Math.min(end, x!.shape[axis]!) - start) / step)
    move[axis] = from[axis]! * step
    first += start * from[axis]!
  }
  return [pick(x!, places(shape, move, first), shape)]
}

/** An index counted from the front. */
function wrap(index: number, side: number): number {
  return index < 0 ? index + side : index
}

function integers(attribute: Attributes[string] | undefined, absent?: readonly number[]): readonly number[] {
  return (attribute as readonly number[] | undefined) ?? absent!
}

function integer(attribute: Attributes[string] | undefined, absent?: number): number {
  return (attribute as number | undefined) ?? absent!
}
