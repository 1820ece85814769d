import { unary } from './elementwise.ts'
import { mul } from './mul.ts'
import { sigmoid } from './sigmoid.ts'

/** log(1 + e^x), elementwise. ONNX Softplus-1. */
export const softplus = unary('Softplus', ({ dy, x }) => mul(dy, sigmoid(x)))
