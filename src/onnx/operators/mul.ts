import type { Value } from '../graph.ts'
import { binary, type Operand } from './elementwise.ts'

/** a b, elementwise, broadcast. ONNX Mul-14. */
export const mul: (a: Operand, b: Operand) => Value = binary(
  'Mul',
  // d(ab) = b da + a db
  ({ dy, b }) => mul(dy, b),
  ({ dy, a }) => mul(dy, a),
)
