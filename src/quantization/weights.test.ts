import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tensor } from '../tensor/index.ts'
import { integerWeights } from './weights.ts'

const weight = (...rows: number[][]) =>
  tensor('float32', [rows.length, rows[0]!.length, 1, 1], Float32Array.from(rows.flat()))
const bias = (...values: number[]) => tensor('float32', [values.length], Float32Array.from(values))

describe('integer weights', () => {
  it('have a scale for each output: a small one beside a large one keeps its digits', () => {
    const made = integerWeights(weight([64, -32], [0.0064, 0.0001]), undefined, 1)
    expect([...made.weight.data]).toEqual([64, -32, 64, 1])
    expect([...made.scales]).toEqual([1, Math.fround(0.0001)])
  })

  it('take no more than seven bits, so that two products with bytes fit into 16', () => {
    const value = fc.float({ min: -1000, max: 1000, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), row => {
        const { weight: integers, scales } = integerWeights(weight(row), undefined, 1)
        for (const [i, integer] of integers.data.entries()) {
          expect(2 * 255 * Math.abs(integer)).toBeLessThan(2 ** 15)
          expect(Math.abs(integer * scales[0]! - row[i]!)).toBeLessThanOrEqual(0.501 * scales[0]!)
        }
      }),
    )
  })

  it('come with biases in units of the products', () => {
    const made = integerWeights(weight([64], [32]), bias(3, -3), 0.5)
    expect([...made.bias!.data]).toEqual([6, -12])
  })

  it('leave room for a bias that is large beside weights that are hardly there', () => {
    const made = integerWeights(weight([0], [1e-12]), bias(100, 100), 1)
    for (const [o, integer] of made.bias!.data.entries()) {
      expect(integer).toBeLessThanOrEqual(2 ** 30 + 64)
      expect(integer * made.scales[o]!).toBeCloseTo(100, 3)
    }
  })

  it('of an output that is always 0 are 0', () => {
    const made = integerWeights(weight([0, 0]), bias(0), 1)
    expect([...made.weight.data, ...made.bias!.data]).toEqual([0, 0, 0])
    expect(made.scales[0]).toBeGreaterThan(0)
  })
})
