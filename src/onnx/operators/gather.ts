import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { expectAxis } from '../shapes.ts'
import { expand } from './expand.ts'
import { reshape } from './reshape.ts'
import { scatterAdd } from './scatter-add.ts'

type GatherAttributes = { readonly axis: number }

const operator: Operator<GatherAttributes> = {
  type: 'Gather',
  infer: ([x, indices], { axis }) => {
    expectAxis(axis, x!)
    const size = x!.shape[axis]!
    for (const index of indices!.tensor!.data)
      if (!(index >= 0 && index < size))
        throw new Error(`index ${index} is not inside axis ${axis} of size ${size}`)
    return { type: x!.type, shape: x!.shape.map((old, i) => (i === axis ? indices!.shape[0]! : old)) }
  },
  gradient: ({ dy, x: [x, indices], attributes: { axis } }) => [
    () => {
      const aligned = reshape(
        indices!,
        dy.shape.map((size, i) => (i === axis ? size : 1)),
      )
      return scatterAdd(expand(aligned, dy.shape), dy, x!.shape, axis)
    },
    undefined,
  ],
}
const build = single(operator)

/** The slices of x along an axis that a fixed list names. ONNX Gather-13. */
export function gather(x: Value, indices: readonly number[], axis: number): Value {
  const list = tensor('int64', [indices.length], BigInt64Array.from(indices, BigInt))
  return build([x, x.graph.constant(list)], { axis })
}
