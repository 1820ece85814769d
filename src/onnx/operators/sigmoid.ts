import { unary } from './elementwise.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'

/** 1 / (1 + e^-x), elementwise. ONNX Sigmoid-13. */
export const sigmoid = unary(
  'Sigmoid',
  // y' = y (1 - y), from the output that is already there.
  ({ dy, y }) => mul(dy, mul(y, sub(1, y))),
)
