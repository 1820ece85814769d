import type { DataType } from '../../tensor/index.ts'
import { elementType } from '../element-type.ts'
import { type Operator, single, type Value } from '../graph.ts'

type CastAttributes = { readonly to: number }

const operator: Operator<CastAttributes> = {
  type: 'Cast',
  infer: ([x], { to }) => ({ type: elementType.ofCode(to)!, shape: x!.shape }),
  // Only a cast between floats passes a gradient on.
  gradient: ({ dy, x: [x] }) => (isFloat(x!.type) && isFloat(dy.type) ? [() => cast(dy, x!.type)] : []),
}
const build = single(operator)

/** x in another element type; a boolean becomes 0 or 1. ONNX Cast-13. */
export function cast(x: Value, type: DataType): Value {
  return x.type === type ? x : build([x], { to: elementType.codeOf(type) })
}

const isFloat = (type: DataType) => type.startsWith('float')
