import { normal, random } from '../../src/image/index.ts'
import { Graph, gradients, mul, reduceSum, reshape, type Value } from '../../src/onnx/index.ts'
import { type Tensor, tensor } from '../../src/tensor/index.ts'
import type { Array64 } from './array.ts'
import { type Feeds, interpret } from './interpret.ts'

/** A function of some values, such as an operator, that a graph computes. */
export type Build = (...inputs: Value[]) => Value

/**
 * How far the gradient that a graph computes for a sum of f's results, each with a random weight, is from
 * central differences; see `directionalError`.
 */
export function gradientError(f: Build, inputs: readonly Array64[], seed = 1): number {
  const { scalar, parameters, feeds } = weightedSum(f, inputs, seed)
  return directionalError(scalar, parameters, feeds, seed)
}

/** The sum of f's results, each times a number of its own, in a graph whose parameters are f's inputs. */
export function weightedSum(f: Build, inputs: readonly Array64[], seed = 1) {
  const graph = new Graph()
  const parameters = inputs.map(({ shape }, i) => graph.parameter(`x${i}`, shape))
  const y = f(...parameters)
  const weight = graph.input('weight', y.shape)
  const scalar = reshape(reduceSum(mul(y, weight)), [])
  const next = random(seed, 1)
  const feeds = new Map<Value, Float64Array>([[weight, noise(y, () => normal(next))]])
  for (const [i, parameter] of parameters.entries()) feeds.set(parameter, inputs[i]!.data)
  return { graph, parameters, y, scalar, feeds }
}

/**
 * The gradient of a scalar along five random directions, from the graph and from central differences, in
 * float64: the largest difference, as a share of the gradient's length where it has one.
 */
export function directionalError(scalar: Value, of: readonly Value[], feeds: Feeds, seed = 1): number {
  const slopes = interpret(gradients(scalar, of, one(scalar)), feeds)
  const length = Math.sqrt(slopes.reduce((sum, slope) => sum + dot(slope, slope), 0)) || 1
  const next = random(seed, 2)
  const step = 1e-5
  const errors = Array.from({ length: 5 }, () => {
    const direction = of.map(value => noise(value, () => normal(next)))
    const moved = (by: number) => {
      const there = new Map(feeds)
      for (const [i, value] of of.entries())
        there.set(
          value,
          feeds.get(value)!.map((x, k) => x + by * direction[i]![k]!),
        )
      return interpret([scalar], there)[0]![0]!
    }
    const measured = (moved(step) - moved(-step)) / (2 * step)
    const expected = slopes.reduce((sum, slope, i) => sum + dot(slope, direction[i]!), 0)
    return Math.abs(measured - expected) / length
  })
  return Math.max(...errors)
}

/** The 1 that starts a gradient. */
export function one(scalar: Value): Value {
  const filled: Tensor = tensor('float32', scalar.shape)
  return scalar.graph.constant({ ...filled, data: (filled.data as Float32Array<ArrayBuffer>).fill(1) })
}

function noise({ shape }: Value, next: () => number): Float64Array {
  return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
