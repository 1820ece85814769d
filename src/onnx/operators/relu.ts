import { unary } from './elementwise.ts'
import { positive } from './hard-sigmoid.ts'
import { mul } from './mul.ts'

/** max(0, x), elementwise; the gradient at 0 is 0. ONNX Relu-14. */
export const relu = unary(
  'Relu',
  // The mask is one pass on all threads; a comparison and a cast are two, and Sign runs on one thread.
  ({ dy, y }) => mul(dy, positive(y)),
)
