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
  HardSigmoid: ([x], { alpha, beta }) => [
    {
      shape: x!.shape,
      data: x!.data.map(value => Math.min(Math.max(float(alpha) * value + float(beta), 0), 1)),
    },
  ],
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
  const epsilon = float(attributes.epsilon)
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

/**
 * What every window of a convolution meets in one image and group: for each pixel of the map, for each channel
 * of the group, for each tap, the place in `inner` planes of height × width, or -1 beyond the border.
 */
function windowPlaces(
  [, , height, width]: Shape4,
  [, , rows, columns]: Shape4,
  [, inner, tapRows, tapColumns]: Shape4,
  attributes: Attributes,
): Int32Array {
  const [down, across] = integers(attributes.strides, [1, 1]) as [number, number]
  const [spreadDown, spreadAcross] = integers(attributes.dilations, [1, 1]) as [number, number]
  const [top, left] = integers(attributes.pads, [0, 0, 0, 0]) as [number, number]
  const found = new Int32Array(rows * columns * inner * tapRows * tapColumns)
  let i = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let channel = 0; channel < inner; channel++)
        for (let r = 0; r < tapRows; r++)
          for (let s = 0; s < tapColumns; s++) {
            const y = row * down + r * spreadDown - top
            const x = column * across + s * spreadAcross - left
            const inside = y >= 0 && y < height && x >= 0 && x < width
            found[i++] = inside ? (channel * height + y) * width + x : -1
          }
  return found
}

type Shape4 = readonly [number, number, number, number]

function conv([x, weight, bias]: readonly Array64[], attributes: Attributes): Array64[] {
  const [batch, channels, ...sides] = x!.shape as Shape4
  const [outputs, inner, ...taps] = weight!.shape as Shape4
  const counts = sides.map((side, i) => windows(side, taps[i]!, i, attributes)) as [number, number]
  const shape: Shape4 = [batch, outputs, ...counts]
  const at = windowPlaces(x!.shape as Shape4, shape, weight!.shape as Shape4, attributes)
  const [out, pixels, length] = [zeros(shape), size(counts), inner * size(taps)]
  const group = outputs / integer(attributes.group, 1)
  const met = new Float64Array(at.length)
  for (let first = 0; first < batch * outputs; first += group) {
    const [n, o] = [Math.floor(first / outputs), first % outputs]
    const from = (n * channels + (o / group) * inner) * size(sides)
    for (let i = 0; i < at.length; i++) met[i] = at[i]! < 0 ? 0 : x!.data[from + at[i]!]!
    for (let i = o; i < o + group; i++)
      for (let p = 0; p < pixels; p++) {
        const product = dot(weight!.data, i * length, met, p * length, length)
        out.data[(n * outputs + i) * pixels + p] = product + (bias?.data[i] ?? 0)
      }
  }
  return [out]
}

/** Four sums, because each addition waits for the one before. */
function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const rest = length % 4
  for (let i = fromA, k = fromB; k < fromB + length - rest; i += 4, k += 4) {
    s0 += a[i]! * b[k]!
    s1 += a[i + 1]! * b[k + 1]!
    s2 += a[i + 2]! * b[k + 2]!
    s3 += a[i + 3]! * b[k + 3]!
  }
  for (let k = length - rest; k < length; k++) s0 += a[fromA + k]! * b[fromB + k]!
  return s0 + s1 + s2 + s3
}

/** The adjoint of a convolution: what Conv reads from, this adds to. */
function convTranspose([x, weight]: readonly Array64[], attributes: Attributes): Array64[] {
  const [batch, inputs, ...counts] = x!.shape as Shape4
  const [, inner, ...taps] = weight!.shape as Shape4
  const [steps, spread] = [integers(attributes.strides, [1, 1]), integers(attributes.dilations, [1, 1])]
  const pads = integers(attributes.pads, [0, 0, 0, 0])
  const extra = integers(attributes.output_padding, [0, 0])
  const sides = counts.map((count, i) => {
    const span = (taps[i]! - 1) * spread[i]! + 1
    return steps[i]! * (count - 1) + extra[i]! + span - pads[i]! - pads[i + 2]!
  }) as [number, number]
  const groups = integer(attributes.group, 1)
  const shape: Shape4 = [batch, inner * groups, ...sides]
  const at = windowPlaces(shape, x!.shape as Shape4, weight!.shape as Shape4, attributes)
  const [out, pixels, length] = [zeros(shape), size(counts), inner * size(taps)]
  const group = inputs / groups
  for (let first = 0; first < batch * inputs; first += group) {
    const [n, o] = [Math.floor(first / inputs), first % inputs]
    const to = (n * inner * groups + (o / group) * inner) * size(sides)
    for (let p = 0; p < pixels; p++) {
      const met = new Float64Array(length)
      for (let i = 0; i < group; i++) {
        const value = x!.data[(first + i) * pixels + p]!
        for (let k = 0; k < length; k++) met[k]! += weight!.data[(o + i) * length + k]! * value
      }
      for (let k = 0; k < length; k++) {
        const place = at[p * length + k]!
        if (place >= 0) out.data[to + place]! += met[k]!
      }
    }
  }
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

function float(attribute: Attributes[string] | undefined): number {
  return (attribute as { float: number }).float
}
