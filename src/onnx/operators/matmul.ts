import { type Operator, single, type Value } from '../graph.ts'
import { broadcast, sameType } from '../shapes.ts'
import { sumTo } from './sum-to.ts'
import { transpose } from './transpose.ts'

const operator: Operator = {
  type: 'MatMul',
  infer: ([a, b]) => {
    sameType(a!, b!)
    const [rows, inner] = a!.shape.slice(-2)
    const [other, columns] = b!.shape.slice(-2)
    if (a!.shape.length < 2 || b!.shape.length < 2) throw new Error('both factors need two axes or more')
    if (inner !== other) throw new Error(`${inner} columns meet ${other} rows`)
    return {
      type: a!.type,
      shape: [...broadcast(a!.shape.slice(0, -2), b!.shape.slice(0, -2)), rows!, columns!],
    }
  },
  gradient: ({ dy, x: [a, b] }) => [
    () => sumTo(matmul(dy, swapLast(b!)), a!.shape),
    () => sumTo(matmul(swapLast(a!), dy), b!.shape),
  ],
}
const build = single(operator)

/** Matrix product over the last two axes, the others broadcast. ONNX MatMul-13. */
export function matmul(a: Value, b: Value): Value {
  return build([a, b], {})
}

/** The last two axes exchanged; ONNX Runtime fuses it into the product. */
export function swapLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis)
  return transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2])
}
