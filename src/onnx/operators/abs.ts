import { unary } from './elementwise.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

/** |x|, elementwise; the gradient at 0 is 0. ONNX Abs-13. */
export const abs = unary('Abs', ({ dy, x }) => mul(dy, sign(x)))
