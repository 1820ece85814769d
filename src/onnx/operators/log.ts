import { div } from './div.ts'
import { unary } from './elementwise.ts'

/** Natural logarithm, elementwise. ONNX Log-13. */
export const log = unary('Log', ({ dy, x }) => div(dy, x))
