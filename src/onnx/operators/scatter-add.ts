import { type Shape, tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { expectIndices, sameShape } from '../shapes.ts'
import { expand } from './expand.ts'
import { gatherElements } from './gather-elements.ts'

type ScatterAttributes = { readonly axis: number; readonly reduction: 'add' }

const operator: Operator<ScatterAttributes> = {
  type: 'ScatterElements',
  infer: ([data, indices, updates], { axis }) => {
    expectIndices(indices!, data!, axis)
    if (!sameShape(indices!.shape, updates!.shape)) throw new Error('indices and updates differ in shape')
    return { type: data!.type, shape: data!.shape }
  },
  gradient: ({ dy, x: [, indices], attributes: { axis } }) => [
    () => dy,
    undefined,
    () => gatherElements(dy, indices!, axis),
  ],
}
const build = single(operator)

/** Zeros of `shape` to which updates are added at indices along an axis. ONNX ScatterElements-18. */
export function scatterAdd(indices: Value, updates: Value, shape: Shape, axis: number): Value {
  const zero = updates.graph.constant(
    tensor(
      'float32',
      shape.map(() => 1),
    ),
  )
  return build([expand(zero, shape), indices, updates], { axis, reduction: 'add' })
}
