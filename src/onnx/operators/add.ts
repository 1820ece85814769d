import { binary } from './elementwise.ts'

/** a + b, broadcast. ONNX Add-14. */
export const add = binary(
  'Add',
  ({ dy }) => dy,
  ({ dy }) => dy,
)
