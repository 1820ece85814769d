import { type Operator, single, type Value } from '../graph.ts'
import { expectIndices } from '../shapes.ts'
import { scatterAdd } from './scatter-add.ts'

type GatherElementsAttributes = { readonly axis: number }

const operator: Operator<GatherElementsAttributes> = {
  type: 'GatherElements',
  infer: ([x, indices], { axis }) => {
    expectIndices(indices!, x!, axis)
    return { type: x!.type, shape: indices!.shape }
  },
  gradient: ({ dy, x: [x, indices], attributes: { axis } }) => [
    () => scatterAdd(indices!, dy, x!.shape, axis),
    undefined,
  ],
}
const build = single(operator)

/** For every index the element of x that it names along an axis. ONNX GatherElements-13. */
export function gatherElements(x: Value, indices: Value, axis: number): Value {
  return build([x, indices], { axis })
}
