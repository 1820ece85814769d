import { expect, it } from 'vitest'
import { rankCorrelation } from './rank-correlation.ts'

it('is 1 for the same order and -1 for the opposite one, whatever the values', () => {
  expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1e6])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3, 4], [5, 3, 2, -7])).toBeCloseTo(-1, 12)
})

it('agrees with scipy.stats.spearmanr, also where values tie', () => {
  expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12)
  expect(rankCorrelation([0.3, 0.1, 0.1, 0.9, 0.5, 0.5], [2, 1, 4, 3, 3, 0])).toBeCloseTo(
    -0.04478110755198991,
    12,
  )
})

it('is nothing where a list is constant', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN()
})
