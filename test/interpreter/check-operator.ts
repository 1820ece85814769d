import { expect } from 'vitest'
import { normal, type Random, random } from '../../src/image/index.ts'
import { add, gradients, mul, reduceSum, reshape, type Value } from '../../src/onnx/index.ts'
import { type Array64, size } from './array.ts'
import { type Build, gradientError, one, weightedSum } from './gradient-error.ts'
import { type Feeds, interpret } from './interpret.ts'
import { runInOnnxRuntime } from './onnx-runtime.ts'

/**
 * Checks a function of some inputs, around which it has to be smooth:
 *
 * - its gradient, and the gradient of its gradient, against central differences in float64;
 * - its value and both gradients from ONNX Runtime in float32 against the interpreter, with their shapes.
 */
export async function checkOperator(f: Build, draws: readonly Draw[]): Promise<void> {
  const inputs = draws.map((draw, seed) => draw(seed))
  expect(gradientError(f, inputs), 'error of the gradient').toBeLessThan(1e-6)
  expect(gradientError(squaredGradient(f), inputs), 'error of the second gradient').toBeLessThan(1e-6)
  const { parameters, y, scalar, feeds } = weightedSum(f, inputs)
  const slopes = gradients(scalar, parameters, one(scalar))
  const bent = squaredGradient(() => y)(...parameters)
  await checkFloat32([y, ...slopes, ...gradients(bent, parameters, one(bent))], feeds)
}

/** Checks values of a graph from ONNX Runtime, in float32, against the interpreter. */
export async function checkFloat32(wanted: readonly Value[], feeds: Feeds): Promise<void> {
  const expected = interpret(wanted, feeds)
  for (const [i, { shape, data }] of (await runInOnnxRuntime(wanted, feeds)).entries()) {
    expect(shape).toEqual(wanted[i]!.shape)
    expect(relativeError(data, expected[i]!), `error of ${wanted[i]!.name} in float32`).toBeLessThan(1e-3)
  }
}

/** The largest difference as a share of the largest expected number. */
export function relativeError(found: Float64Array, expected: Float64Array): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE)
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(found[i]! - value)), 0) / largest
}

/** A function of f's inputs that bends with f's gradient: the squared length of the gradient of the sum of f³. */
function squaredGradient(f: Build): Build {
  return (...inputs) => {
    const y = f(...inputs)
    const scalar = reshape(reduceSum(mul(y, mul(y, y))), [])
    const squares = gradients(scalar, inputs, one(scalar)).map(slope =>
      reshape(reduceSum(mul(slope, slope)), [1]),
    )
    return squares.reduce((sum, square) => add(sum, square))
  }
}

/** The inputs of a check; the seed tells them apart. */
export type Draw = (seed: number) => Array64

/** Numbers from a normal distribution. */
export const normals = (...shape: number[]) => draw(shape, normal)

/** Numbers from 0.5 on. */
export const positives = (...shape: number[]) => draw(shape, next => 0.5 + Math.abs(normal(next)))

/** Numbers of both signs, none nearer to 0 than 0.1. */
export const awayFromZero = (...shape: number[]) =>
  draw(shape, next => (next() < 0.5 ? -1 : 1) * (0.1 + Math.abs(normal(next))))

/** Numbers of which no two are nearer to each other than 0.1: a shuffled row. */
export function distinct(...shape: number[]): Draw {
  return seed => {
    const next = random(seed)
    const ranked = Array.from({ length: size(shape) }, (_, i) => ({ i, by: next() }))
    ranked.sort((a, b) => a.by - b.by)
    return { shape, data: Float64Array.from(ranked, ({ i }) => Math.fround((i - size(shape) / 2) / 10)) }
  }
}

/** Random numbers that float32 holds exactly, so that both runs start from the same. */
function draw(shape: number[], number: (next: Random) => number): Draw {
  return seed => {
    const next = random(seed)
    return { shape, data: Float64Array.from({ length: size(shape) }, () => Math.fround(number(next))) }
  }
}
