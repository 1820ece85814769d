import { normal, random } from '../../src/image/index.ts'
import { Graph, gradients, mul, reduceSum, reshape, type Value } from '../../src/onnx/index.ts'
import { type Tensor, tensor } from '../../src/tensor/index.ts'
import { type Array64, zeros } from './array.ts'
import { type Feeds, interpret } from './interpret.ts'

/** A function of some values, such as an operator, that a graph computes. */
export type Build = (...inputs: Value[]) => Value

/**
 * How far the gradient that a graph computes for a sum of f's results, each with a random weight, is from
 * central differences; see `directionalError`.
 */
export function gradientError(f: Build, inputs: readonly Array64[], seed = 1): number {
  const { scalar, parameters, feeds } = weightedSum(f, inputs, seed)
  return directionalError(scalar, parameters, feeds, { seed })
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
 *
 * A direction counts where no comparison in the graph, and no place of a maximum, changes within the step:
 * there the function is smooth.
 */
export function directionalError(
  scalar: Value,
  of: readonly Value[],
  feeds: Feeds,
  { seed = 1, step = 1e-5 } = {},
): number {
  const slopes = interpret(gradients(scalar, of, one(scalar)), feeds)
  const length = Math.sqrt(slopes.reduce((sum, slope) => sum + dot(slope, slope), 0)) || 1
  const choices = scalar.graph.nodes.flatMap(({ outputs }) =>
    outputs.filter(({ type }) => type === 'bool' || type === 'int64'),
  )
  const [, ...chosen] = interpret([scalar, ...choices], feeds)
  const next = random(seed, 2)
  const errors: number[] = []
  for (let tries = 0; errors.length < 5; tries++) {
    if (tries === 50) throw new Error(`only ${errors.length} of 50 directions were smooth`)
    const direction = of.map(value => noise(value, () => 2 * next() - 1))
    const [ahead, behind] = [step, -step].map(by => {
      const there = new Map(feeds)
      for (const [i, value] of of.entries()) there.set(value, along(feeds.get(value)!, direction[i]!, by))
      const [result, ...others] = interpret([scalar, ...choices], there)
      return others.every((other, i) => equal(other, chosen[i]!)) ? result![0]! : undefined
    })
    if (ahead === undefined || behind === undefined) continue
    const expected = slopes.reduce((sum, slope, i) => sum + dot(slope, direction[i]!), 0)
    errors.push(Math.abs((ahead - behind) / (2 * step) - expected) / length)
  }
  return Math.max(...errors)
}

function equal(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i])
}

/** The 1 that starts a gradient. */
export function one(scalar: Value): Value {
  const filled: Tensor = tensor('float32', scalar.shape)
  return scalar.graph.constant({ ...filled, data: (filled.data as Float32Array<ArrayBuffer>).fill(1) })
}

function noise({ shape }: Value, next: () => number): Float64Array {
  const { data } = zeros(shape)
  for (let i = 0; i < data.length; i++) data[i] = next()
  return data
}

function along(from: Float64Array, direction: Float64Array, by: number): Float64Array {
  const there = from.slice()
  for (let i = 0; i < there.length; i++) there[i]! += by * direction[i]!
  return there
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
