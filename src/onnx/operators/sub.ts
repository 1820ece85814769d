import { binary } from './elementwise.ts'
import { neg } from './neg.ts'

/** a - b, broadcast. ONNX Sub-14. */
export const sub = binary(
  'Sub',
  ({ dy }) => dy,
  ({ dy }) => neg(dy),
)
