import { tensor } from '../../tensor/index.ts'
import { type Operator, single, type Value } from '../graph.ts'
import { pad } from './pad.ts'
import { reshape } from './reshape.ts'

/** First and one past the last element, and the distance between two, for some axes. */
export type Range = {
  readonly axes: readonly number[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Positive; 1 when absent. */
  readonly steps?: readonly number[]
}

const operator: Operator = {
  type: 'Slice',
  infer(inputs) {
    const [x, ...lists] = inputs
    const [starts, ends, axes, steps] = lists.map(list => [...list.tensor!.data].map(Number))
    const shape = [...x!.shape]
    for (const [i, axis] of axes!.entries()) {
      const [start, end, step, size] = [starts![i]!, ends![i]!, steps![i]!, x!.shape[axis]!]
      if (!(start >= 0 && start < end && end <= size && step > 0))
        throw new Error(`${start}:${end}:${step} is not inside axis ${axis} of size ${size}`)
      shape[axis] = Math.ceil((end - start) / step)
    }
    return { type: x!.type, shape }
  },
  gradient({ dy, x: [x, ...lists] }) {
    const [starts, , axes, steps] = lists.map(list => [...list.tensor!.data].map(Number))
    return [() => unslice(dy, x!.shape, axes!, starts!, steps!)]
  },
}
const build = single(operator)

/** Part of a value. ONNX Slice-13, with positive steps and ends inside. */
export function slice(x: Value, { axes, starts, ends, steps = axes.map(() => 1) }: Range): Value {
  const whole = axes.every((axis, i) => starts[i] === 0 && ends[i] === x.shape[axis] && steps[i] === 1)
  if (whole) return x
  const lists = [starts, ends, axes, steps].map(list =>
    x.graph.constant(tensor('int64', [list.length], BigInt64Array.from(list, BigInt))),
  )
  return build([x, ...lists], {})
}

/** Zeros of `shape` that hold dy where a slice took its elements. */
function unslice(
  dy: Value,
  shape: readonly number[],
  axes: readonly number[],
  starts: readonly number[],
  steps: readonly number[],
): Value {
  let wide = dy
  for (const [i, axis] of axes.entries())
    if (steps[i]! > 1) {
      // n elements become n groups of `step`, the first of each group being the element.
      const rows = [...wide.shape.slice(0, axis + 1), 1, ...wide.shape.slice(axis + 1)]
      const after = rows.map((_, a) => (a === axis + 1 ? steps[i]! - 1 : 0))
      const grouped = pad(reshape(wide, rows), { before: rows.map(() => 0), after })
      const flat = reshape(
        grouped,
        wide.shape.map((size, a) => (a === axis ? size * steps[i]! : size)),
      )
      const end = Math.min(flat.shape[axis]!, shape[axis]! - starts[i]!)
      wide = slice(flat, { axes: [axis], starts: [0], ends: [end] })
    }
  const before = shape.map((_, axis) => starts[axes.indexOf(axis)] ?? 0)
  const after = shape.map((size, axis) => size - before[axis]! - wide.shape[axis]!)
  return pad(wide, { before, after })
}
