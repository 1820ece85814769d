import { type Operator, single, type Value } from '../graph.ts'

type Line = { readonly alpha: { readonly float: number }; readonly beta: { readonly float: number } }

const operator: Operator<Line> = {
  type: 'HardSigmoid',
  infer: ([x]) => ({ type: x!.type, shape: x!.shape }),
}
const build = single(operator)

/** The largest number that float32 holds. */
const steepest = 2 ** 127 * (2 - 2 ** -23)

/**
 * 1 where x > 0, else 0, elementwise; piecewise constant. ONNX HardSigmoid-6, a line cut off at 0 and 1, as steep as
 * float32 has it: only numbers below 2^-127, which processors keep with fewer digits, fall in between.
 */
export function positive(x: Value): Value {
  return build([x], { alpha: { float: steepest }, beta: { float: 0 } })
}
