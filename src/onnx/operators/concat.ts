import { type Operator, single, type Value } from '../graph.ts'
import { expectAxis, sameType } from '../shapes.ts'
import { slice } from './slice.ts'

type ConcatAttributes = { readonly axis: number }

const operator: Operator<ConcatAttributes> = {
  type: 'Concat',
  infer: (inputs, { axis }) => {
    sameType(...inputs)
    const [first] = inputs
    expectAxis(axis, first!)
    for (const { shape } of inputs)
      if (
        shape.length !== first!.shape.length ||
        shape.some((size, i) => i !== axis && size !== first!.shape[i])
      )
        throw new Error(`shapes differ in another axis than ${axis}`)
    const size = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0)
    return { type: first!.type, shape: first!.shape.map((old, i) => (i === axis ? size : old)) }
  },
  gradient({ dy, x, attributes: { axis } }) {
    let start = 0
    return x.map(({ shape }) => {
      const from = start
      start += shape[axis]!
      return () => slice(dy, { axes: [axis], starts: [from], ends: [from + shape[axis]!] })
    })
  },
}
const build = single(operator)

/** Values one after the other along an axis. ONNX Concat-13. */
export function concat(values: readonly Value[], axis = 1): Value {
  return values.length === 1 ? values[0]! : build(values, { axis })
}
