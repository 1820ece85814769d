import { elementCount } from '../../tensor/index.ts'
import type { Value } from '../graph.ts'
import { mul } from './mul.ts'
import { reduceSum } from './reduce-sum.ts'

/** The mean over some axes, which stay with size 1: ReduceSum, then one multiplication of the small result. */
export function reduceMean(x: Value, axes?: readonly number[]): Value {
  const sum = reduceSum(x, axes)
  return mul(sum, elementCount(sum.shape) / elementCount(x.shape))
}
