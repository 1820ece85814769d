import { type Operator, single, type Value } from '../graph.ts'
import { broadcast, sameType } from '../shapes.ts'
import { type Operand, scalarLike } from './elementwise.ts'

/** Comparisons give booleans and end the gradient. */
function comparison(type: string): (a: Value, b: Operand) => Value {
  const operator: Operator = {
    type,
    infer: ([a, b]) => {
      sameType(a!, b!)
      return { type: 'bool', shape: broadcast(a!.shape, b!.shape) }
    },
  }
  const build = single(operator)
  return (a, b) => build([a, typeof b === 'number' ? scalarLike(b, a) : b], {})
}

/** a > b, elementwise, broadcast. ONNX Greater-13. */
export const greater = comparison('Greater')

/** a ≥ b, elementwise, broadcast. ONNX GreaterOrEqual-16. */
export const greaterOrEqual = comparison('GreaterOrEqual')
