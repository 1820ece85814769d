import { type Tensor, tensor } from '../../tensor/index.ts'
import { type GradientContext, type Operator, single, type Value } from '../graph.ts'
import { broadcast, sameType } from '../shapes.ts'
import { sumTo } from './sum-to.ts'

/** A value, or a number that becomes a constant of the other operand's type and rank. */
export type Operand = Value | number

type Rule = (context: { dy: Value; y: Value; a: Value; b: Value }) => Value

/** Two operands, broadcast as numpy does; `da` and `db` are the gradients before broadcasting is undone. */
export function binary(type: string, da: Rule, db: Rule): (a: Operand, b: Operand) => Value {
  const operator: Operator = {
    type,
    infer: ([a, b]) => {
      sameType(a!, b!)
      return { type: a!.type, shape: broadcast(a!.shape, b!.shape) }
    },
    gradient({ dy, y: [y], x: [a, b] }: GradientContext<Record<never, never>>) {
      const context = { dy, y: y!, a: a!, b: b! }
      return [() => sumTo(da(context), a!.shape), () => sumTo(db(context), b!.shape)]
    },
  }
  const build = single(operator)
  return (a, b) => build([asValue(a, b), asValue(b, a)], {})
}

/** One operand; `dx` is absent where the operator is piecewise constant. */
export function unary(type: string, dx?: (context: { dy: Value; y: Value; x: Value }) => Value) {
  const operator: Operator = {
    type,
    infer: ([x]) => ({ type: x!.type, shape: x!.shape }),
    ...(dx && {
      gradient: ({ dy, y: [y], x: [x] }: GradientContext<Record<never, never>>) => [
        () => dx({ dy, y: y!, x: x! }),
      ],
    }),
  }
  const build = single(operator)
  return (x: Value): Value => build([x], {})
}

/**
 * A number as a constant with as many axes as `like`: ONNX Runtime is ten times slower when a scalar of lower
 * rank meets a tensor with trailing ones.
 */
export function scalarLike(value: number, like: Value): Value {
  const shape = like.shape.map(() => 1)
  return like.graph.constant(
    like.type === 'int64'
      ? tensor('int64', shape, BigInt64Array.of(BigInt(value)))
      : (tensor('float32', shape, Float32Array.of(value)) as Tensor),
  )
}

function asValue(operand: Operand, other: Operand): Value {
  if (typeof operand !== 'number') return operand
  if (typeof other === 'number') throw new TypeError('two numbers are no value of a graph')
  return scalarLike(operand, other)
}
