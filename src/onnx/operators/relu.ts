import { unary } from './elementwise.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

/** max(0, x), elementwise; the gradient at 0 is 0. ONNX Relu-14. */
export const relu = unary(
  'Relu',
  // The output is 0 or positive, so its sign is the step function, without a boolean tensor in between.
  ({ dy, y }) => mul(dy, sign(y)),
)
