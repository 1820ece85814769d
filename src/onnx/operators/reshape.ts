import { elementCount, type Shape, tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { resolveShape, sameShape } from '../shapes.ts'

const operator: Operator = {
  type: 'Reshape',
  infer([x, list]) {
    const shape = [...list!.tensor!.data].map(Number)
    if (elementCount(shape) !== elementCount(x!.shape))
      throw new Error(`${elementCount(x!.shape)} elements do not fill ${shape.join('×')}`)
    return { type: x!.type, shape }
  },
  gradient: ({ dy, x: [x] }) => [() => reshape(dy, x!.shape), undefined],
}
const build = single(operator)

/** The same elements in another shape, where one size may be -1 for what is left. ONNX Reshape-14. */
export function reshape(x: Value, shape: Shape): Value {
  const to = resolveShape(x.shape, shape)
  if (sameShape(x.shape, to)) return x
  const list = tensor('int64', [to.length], BigInt64Array.from(to, BigInt))
  return build([x, x.graph.constant(list)], {})
}
