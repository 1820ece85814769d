import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { slice } from './slice.ts'

/** Elements added before and after each axis. */
export type Padding = { readonly before: readonly number[]; readonly after: readonly number[] }

const operator: Operator<{ readonly mode: 'constant' }> = {
  type: 'Pad',
  infer: ([x, pads]) => {
    const amounts = [...pads!.tensor!.data].map(Number)
    const rank = x!.shape.length
    if (amounts.length !== 2 * rank || amounts.some(amount => amount < 0))
      throw new Error(`padding ${amounts.join(', ')} does not fit ${rank} axes`)
    return {
      type: x!.type,
      shape: x!.shape.map((size, axis) => size + amounts[axis]! + amounts[axis + rank]!),
    }
  },
  gradient({ dy, x: [x, pads] }) {
    const starts = [...pads!.tensor!.data].map(Number).slice(0, x!.shape.length)
    return [
      () =>
        slice(dy, {
          axes: starts.map((_, axis) => axis),
          starts,
          ends: starts.map((start, axis) => start + x!.shape[axis]!),
        }),
    ]
  },
}
const build = single(operator)

/** x with zeros around it. ONNX Pad-18. */
export function pad(x: Value, { before, after }: Padding): Value {
  if ([...before, ...after].every(amount => amount === 0)) return x
  const amounts = BigInt64Array.from([...before, ...after], BigInt)
  return build([x, x.graph.constant(tensor('int64', [amounts.length], amounts))], { mode: 'constant' })
}
