import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { normalAxes } from '../shapes.ts'
import { expand } from './expand.ts'

const operator: Operator<{ readonly keepdims: 1 }> = {
  type: 'ReduceSum',
  infer: ([x, axes]) => {
    const summed = [...axes!.tensor!.data].map(Number)
    return { type: x!.type, shape: x!.shape.map((size, axis) => (summed.includes(axis) ? 1 : size)) }
  },
  gradient: ({ dy, x: [x] }) => [() => expand(dy, x!.shape), undefined],
}
const build = single(operator)

/** The sum over some axes, which stay with size 1; all axes when none are named. ONNX ReduceSum-13. */
export function reduceSum(x: Value, axes: readonly number[] = x.shape.map((_, axis) => axis)): Value {
  const normal = normalAxes(axes, x.shape.length)
  if (normal.length === 0) return x
  const list = tensor('int64', [normal.length], BigInt64Array.from(normal, BigInt))
  return build([x, x.graph.constant(list)], { keepdims: 1 })
}
