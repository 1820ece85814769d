import type { Value } from '../graph.ts'
import { binary, type Operand } from './elementwise.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

/** a / b, elementwise, broadcast. ONNX Div-14. */
export const div: (a: Operand, b: Operand) => Value = binary(
  'Div',
  // d(a/b) = da / b - (a/b) db / b
  ({ dy, b }) => div(dy, b),
  ({ dy, y, b }) => neg(mul(dy, div(y, b))),
)
