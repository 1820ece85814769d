import type { Shape } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import { sameShape } from '../shapes.ts'
import { reduceSum } from './reduce-sum.ts'
import { reshape } from './reshape.ts'

/** Adds up the axes along which broadcasting stretched a value of `shape`: the gradient of broadcasting. */
export function sumTo(value: Value, shape: Shape): Value {
  if (sameShape(value.shape, shape)) return value
  const extra = value.shape.length - shape.length
  const axes = value.shape.flatMap((size, axis) =>
    size !== (shape[axis - extra] ?? 1) || axis < extra ? [axis] : [],
  )
  return reshape(reduceSum(value, axes), shape)
}
