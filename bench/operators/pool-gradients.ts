import {
  add,
  cast,
  concat,
  expand,
  type Graph,
  gradients,
  maxPool,
  mul,
  pad,
  reshape,
  slice,
  transpose,
  type Value,
} from '../../src/onnx/index.ts'
import { elementCount, type Shape, tensor } from '../../src/tensor/index.ts'
import type { Way } from './race.ts'

// Max pooling of 3×3, stride 2, padding 1, over even sides.
const pool = { size: 3, stride: 2, padding: 1 }
const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }

type Type = Value['type']
type Four = [number, number, number, number]

/** Ways to the gradient of x, from x, the maxima y, and dy; the first is the product's. */
export const poolGradients: Record<string, Way> = {
  dextr: ({ x, dy }) => gradients(maxPool(x!, pool), [x!], dy!)[0]!,
  'int32 places': ({ x, dy }) => scattered(x!, dy!, 'int32'),
  'taps compared, phases': ({ x, y, dy }) => fromPhases(shares(x!, y!, dy!)),
  'taps compared, ConvTranspose': ({ x, y, dy }) => fromTaps(shares(x!, y!, dy!), x!.shape),
  'four times MaxUnpool': ({ x, dy }) => unpooled(x!, dy!),
}

/** Any operator of ONNX, also one that dextr has no use for. */
function node(type: string, inputs: Value[], of: { type?: Type; shape: Shape }, how = {}): Value {
  return inputs[0]!.graph.add({ type, infer: () => ({ type: 'float32', ...of }) }, inputs, how)[0]!
}

/** Where in x the maxima lie, and how large they are. */
function placed(x: Value, shape: Shape, how: Record<string, readonly number[]>): readonly Value[] {
  const infer = () => [{ type: 'float32', shape } as const, { type: 'int64', shape } as const]
  return x.graph.add({ type: 'MaxPool', infer }, [x], how)
}

function scattered(x: Value, dy: Value, type: Type): Value {
  const [, places] = placed(x, dy.shape, attributes)
  const length = [elementCount(x.shape)]
  const zeros = expand(x.graph.constant(tensor('float32', [1])), length)
  const inputs = [zeros, cast(reshape(places!, [-1]), type), reshape(dy, [-1])]
  return reshape(node('ScatterElements', inputs, { shape: length }, { axis: 0, reduction: 'add' }), x.shape)
}

/** dy where a tap met the maximum, 0 elsewhere, for the nine taps in row order; of equal taps the first has it. */
function shares(x: Value, y: Value, dy: Value): Value[] {
  const [batch, channels, height, width] = y.shape as Four
  const pairs = transpose(reshape(x, [batch * channels * 2 * height, width, 2]), [2, 0, 1])
  const phases = [0, 1].map(column => {
    const half = slice(pairs, { axes: [0], starts: [column], ends: [column + 1] })
    const rows = reshape(half, [batch, channels, height, 2, width])
    return [0, 1].map(row => reshape(slice(rows, { axes: [3], starts: [row], ends: [row + 1] }), y.shape))
  })
  const before = (value: Value, axis: number) => {
    const low = { ...tensor('float32', y.shape.with(axis, 1)) }
    low.data.fill(Number.NEGATIVE_INFINITY)
    const kept = slice(value, { axes: [axis], starts: [0], ends: [y.shape[axis]! - 1] })
    return concat([x.graph.constant(low), kept], axis)
  }
  // The first row or column of a window is the odd one of the window before; then come its own even and odd ones.
  const met = (row: number, column: number): Value => {
    if (row === 0) return before(met(2, column), 2)
    if (column === 0) return before(met(row, 2), 3)
    return phases[column - 1]![row - 1]!
  }
  const bool = { type: 'bool' as const, shape: y.shape }
  let open: Value | undefined
  return Array.from({ length: 9 }, (_, tap) => {
    const equal = node('Equal', [met(Math.floor(tap / 3), tap % 3), y], bool)
    const won = open ? node('And', [equal, open], bool) : equal
    const lost = node('Not', [equal], bool)
    open = open ? node('And', [open, lost], bool) : lost
    return mul(dy, cast(won, 'float32'))
  })
}

/** Adds up what the windows give to each of the four kinds of pixels, and puts these in their places. */
function fromPhases(share: readonly Value[]): Value {
  const [batch, channels, height, width] = share[0]!.shape as Four
  const after = (value: Value, axis: number) =>
    pad(slice(value, { axes: [axis], starts: [1], ends: [value.shape[axis]!] }), {
      before: [0, 0, 0, 0],
      after: [0, 0, 0, 0].with(axis, 1),
    })
  const columns = (row: number) => [share[3 * row + 1]!, add(share[3 * row + 2]!, after(share[3 * row]!, 3))]
  const [first, own, last] = [columns(0), columns(1), columns(2)]
  const rows = [own, last.map((value, i) => add(value, after(first[i]!, 2)))]
  const lines = [0, 1].map(column =>
    concat(
      rows.map(row => reshape(row[column]!, [batch * channels * height, 1, width])),
      1,
    ),
  )
  const pairs = concat(
    lines.map(line => reshape(line, [1, -1, width])),
    0,
  )
  return reshape(transpose(pairs, [1, 2, 0]), [batch, channels, 2 * height, 2 * width])
}

/** A grouped ConvTranspose whose kernels bring each tap's share to its place. */
function fromTaps(share: readonly Value[], shape: Shape): Value {
  const [batch, channels, height, width] = share[0]!.shape as Four
  const stacked = concat(
    share.map(value => reshape(value, [batch, channels, 1, height, width])),
    2,
  )
  const kernels = tensor('float32', [9 * channels, 1, 3, 3])
  for (let i = 0; i < 9 * channels; i++) kernels.data[9 * i + (i % 9)] = 1
  return node(
    'ConvTranspose',
    [reshape(stacked, [batch, 9 * channels, height, width]), stacked.graph.constant(kernels)],
    { shape },
    { ...attributes, group: channels, output_padding: [1, 1] },
  )
}

/** Every second window in both directions overlaps no other, so that MaxUnpool can place their gradients. */
function unpooled(x: Value, dy: Value): Value {
  const [batch, channels, height, width] = dy.shape as Four
  const parts = [0, 1, 2, 3].map(phase => {
    const [row, column] = [phase >> 1, phase & 1]
    // Windows of odd rows or columns begin one pixel inside, where even ones begin one outside.
    const part = slice(x, { axes: [2, 3], starts: [row, column], ends: [2 * height, 2 * width] })
    const how = { kernel_shape: [3, 3], strides: [4, 4], pads: [1 - row, 1 - column, 0, 0] }
    const quarter = [batch, channels, height / 2, width / 2]
    const [, places] = placed(part, quarter, how)
    const own = slice(dy, { axes: [2, 3], starts: [row, column], ends: [height, width], steps: [2, 2] })
    const sizes = tensor('int64', [4], BigInt64Array.from(part.shape, BigInt))
    const spread = node('MaxUnpool', [own, places!, constant(x.graph, sizes)], part, how)
    return pad(spread, { before: [0, 0, row, column], after: [0, 0, 0, 0] })
  })
  return parts.reduce((sum, part) => add(sum, part))
}

const constant = (graph: Graph, value: Parameters<Graph['constant']>[0]) => graph.constant(value)
