import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { normalAxes } from '../shapes.ts'
import { expand } from './expand.ts'

const operator: Operator<{ readonly keepdims: 1 }> = {
  type: 'ReduceSum',
  infer: ([x, axes]) => {
    const summed = normalAxes([...axes!.tensor!.data].map(Number), x!.shape.length)
    return { type: x!.type, shape: x!.shape.map((size, axis) => (summed.includes(axis) ? 1 : size)) }
  },
  gradient: ({ dy, x: [x] }) => [() => expand(dy, x!.shape), undefined],
}
const build = single(operator)

/** The sum over some axes, which stay with size 1; all axes when none are named. ONNX ReduceSum-13. */
export function reduceSum(x: Value, axes: readonly number[] = x.shape.map((_, axis) => axis)): Value {
  if (axes.length === 0) return x
  const list = tensor('int64', [axes.length], BigInt64Array.from(axes, BigInt))
  return build([x, x.graph.constant(list)], { keepdims: 1 })
}
