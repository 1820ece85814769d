import { type Operator, single, type Value } from '../graph.ts'

type TransposeAttributes = { readonly perm: readonly number[] }

const operator: Operator<TransposeAttributes> = {
  type: 'Transpose',
  infer: ([x], { perm }) => {
    const sorted = perm.toSorted((a, b) => a - b)
    if (sorted.length !== x!.shape.length || sorted.some((axis, i) => axis !== i))
      throw new Error(`permutation ${perm.join(', ')} does not name every axis once`)
    return { type: x!.type, shape: perm.map(axis => x!.shape[axis]!) }
  },
  gradient: ({ dy, attributes: { perm } }) => [
    () =>
      transpose(
        dy,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
  ],
}
const build = single(operator)

/** Axis i of the result is axis perm[i] of x. ONNX Transpose-13. */
export function transpose(x: Value, perm: readonly number[]): Value {
  return build([x], { perm })
}
