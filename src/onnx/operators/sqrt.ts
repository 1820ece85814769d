import { div } from './div.ts'
import { unary } from './elementwise.ts'
import { mul } from './mul.ts'

/** Square root, elementwise. ONNX Sqrt-13. */
export const sqrt = unary('Sqrt', ({ dy, y }) => div(mul(dy, 0.5), y))
