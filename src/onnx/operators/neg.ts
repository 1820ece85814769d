import type { Value } from '../graph.ts'
import { unary } from './elementwise.ts'

/** -x, elementwise. ONNX Neg-13. */
export const neg: (x: Value) => Value = unary('Neg', ({ dy }) => neg(dy))
