import { unary } from './elementwise.ts'

/** -1, 0 or 1, elementwise; piecewise constant. ONNX Sign-13. */
export const sign = unary('Sign')
