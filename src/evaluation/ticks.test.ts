import fc from 'fast-check'
import { expect, it } from 'vitest'
import { axis, tickLabel, wholeAxis } from './ticks.ts'

it('stands at multiples of 1, 2 or 5 times a power of ten', () => {
  expect(axis(0, 1, 5).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(axis(0.13, 0.57, 4).ticks).toEqual([0.2, 0.3, 0.4, 0.5])
  expect(axis(1, 4000, 8).ticks).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000])
  expect(axis(-30, 30, 6).ticks).toEqual([-30, -20, -10, 0, 10, 20, 30])
})

it('ends at ticks when it is widened', () => {
  expect(wholeAxis(0.13, 0.57, 4)).toEqual({ low: 0.1, high: 0.6, ticks: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] })
})

it('has few ticks, all within the axis, whatever the numbers', () => {
  const number = fc.double({ min: -1e4, max: 1e4, noNaN: true })
  fc.assert(
    fc.property(number, fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (low, length) => {
      const { ticks } = axis(low, low + length, 5)
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThan(10)
      const slack = 1e-6 * length
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(low - slack)
        expect(tick).toBeLessThanOrEqual(low + length + slack)
      }
    }),
  )
})

it('shortens thousands', () => {
  expect([0, 0.25, 9000, 12_000, 2_500_000].map(tickLabel)).toEqual(['0', '0.25', '9000', '12k', '2.5M'])
})
