import { type Shape, tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { broadcast, sameShape } from '../shapes.ts'
import { sumTo } from './sum-to.ts'

const operator: Operator = {
  type: 'Expand',
  infer: ([x, shape]) => ({
    type: x!.type,
    shape: broadcast(x!.shape, [...shape!.tensor!.data].map(Number)),
  }),
  gradient: ({ dy, x: [x] }) => [() => sumTo(dy, x!.shape), undefined],
}
const build = single(operator)

/** x repeated along axes of size 1 until it has `shape`. ONNX Expand-13. */
export function expand(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x
  const list = tensor('int64', [shape.length], BigInt64Array.from(shape, BigInt))
  return build([x, x.graph.constant(list)], {})
}
