import { elementCount } from '../../tensor/index.ts'
import { type Operator, type Signature, single, type Value } from '../graph.ts'
import { expectRank } from '../shapes.ts'
import { outputSide } from './convolution.ts'
import { reshape } from './reshape.ts'
import { scatterAdd } from './scatter-add.ts'

type PoolWindow = {
  readonly kernel_shape: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly pads: readonly [number, number, number, number]
}

function pooled(x: Value, { kernel_shape, strides, pads }: PoolWindow): Signature {
  expectRank('x', x, 4)
  const at = { strides, pads, dilations: [1, 1], group: 1 } as const
  const [batch, channels, height, width] = x.shape as [number, number, number, number]
  if (pads.some((amount, side) => amount >= kernel_shape[side % 2]!))
    throw new Error(`padding ${pads.join(', ')} holds whole windows of ${kernel_shape.join('×')}`)
  const rows = outputSide(height, kernel_shape[0], 0, at)
  const columns = outputSide(width, kernel_shape[1], 1, at)
  return { type: x.type, shape: [batch, channels, rows, columns] }
}

const operator: Operator<PoolWindow> = {
  type: 'MaxPool',
  infer: ([x], at) => pooled(x!, at),
  // The whole gradient of a window goes to the element that MaxPool itself names as its maximum: of equal
  // ones the first in row order. The places are asked for anew here, so that inference runs without them.
  // 8×64×128², two threads: 42 ms; comparing the nine taps with the maximum 46, MaxUnpool 82 (bench/operators.ts).
  gradient: ({ dy, x: [x], attributes }) => [
    () => {
      const [, places] = x!.graph.add(withPlaces, [x!], attributes)
      const flat = scatterAdd(reshape(places!, [-1]), reshape(dy, [-1]), [elementCount(x!.shape)], 0)
      return reshape(flat, x!.shape)
    },
  ],
}
const build = single(operator)

/** The same operator with its second output: for every maximum its place in the flattened x. */
const withPlaces: Operator<PoolWindow> = {
  type: 'MaxPool',
  infer: ([x], at) => [pooled(x!, at), { type: 'int64', shape: pooled(x!, at).shape }],
}

/** The largest element of every window of x, N×C×H×W; padding never wins. ONNX MaxPool-12. */
export function maxPool(
  x: Value,
  { size, stride, padding = 0 }: { size: number; stride: number; padding?: number },
) {
  return build([x], {
    kernel_shape: [size, size],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  })
}
