import { unary } from './elementwise.ts'
import { mul } from './mul.ts'

/** e^x, elementwise. ONNX Exp-13. */
export const exp = unary('Exp', ({ dy, y }) => mul(dy, y))
