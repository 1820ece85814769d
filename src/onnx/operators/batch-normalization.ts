import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { expectRank } from '../shapes.ts'
import { mul } from './mul.ts'
import { reduceSum } from './reduce-sum.ts'
import { reshape } from './reshape.ts'

const operator: Operator<{ readonly epsilon: { readonly float: number } }> = {
  type: 'BatchNormalization',
  infer([x, ...rest]) {
    expectRank('x', x!, 4)
    for (const { name, shape } of rest)
      if (shape.join() !== String(x!.shape[1]))
        throw new Error(`"${name}" is not one number for each of the ${x!.shape[1]} channels of x`)
    return { type: x!.type, shape: x!.shape }
  },
  gradient: ({ dy, x: [x, scale, shift] }) => [
    () => mul(dy, reshape(scale!, [1, -1, 1, 1])),
    () => reshape(reduceSum(mul(dy, x!), [0, 2, 3]), scale!.shape),
    () => reshape(reduceSum(dy, [0, 2, 3]), shift!.shape),
  ],
}
const build = single(operator)

/**
 * x, N×C×H×W, times a number per channel plus a number per channel: batch norm whose statistics are frozen
 * and folded into scale and shift. ONNX BatchNormalization-15 with mean 0 and variance 1.
 */
export function scaleShift(x: Value, scale: Value, shift: Value): Value {
  const channels = x.shape[1]!
  const mean = x.graph.constant(tensor('float32', [channels]))
  const variance = x.graph.constant(tensor('float32', [channels], new Float32Array(channels).fill(1)))
  return build([x, scale, shift, mean, variance], { epsilon: { float: 0 } })
}
