import type { Value } from '../graph.ts'
import { cast } from './cast.ts'
import { greater } from './compare.ts'
import { binary, type Operand } from './elementwise.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'

const aWins = (a: Value, b: Value) => cast(greater(a, b), a.type)

/** The larger of a and b, elementwise, broadcast; where they are equal the gradient goes to b. ONNX Max-13. */
export const maximum: (a: Operand, b: Operand) => Value = binary(
  'Max',
  ({ dy, a, b }) => mul(dy, aWins(a, b)),
  ({ dy, a, b }) => mul(dy, sub(1, aWins(a, b))),
)
