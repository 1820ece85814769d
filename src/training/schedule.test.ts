import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { shared, sharedIsHere } from '../../test/shared.ts'
import { learningRate, scheduleSchema } from './schedule.ts'

const schedule = (options: object) => v.parse(scheduleSchema, { rate: 0.1, ...options })
const rates = (options: object, steps: number) =>
  Array.from({ length: steps }, (_, step) => learningRate(schedule(options), step, steps))

describe('learningRate', () => {
  it('stays where it is when constant', () => {
    expect(rates({}, 4)).toEqual([0.1, 0.1, 0.1, 0.1])
  })

  it('climbs to the rate in equal steps while warming up', () => {
    expect(rates({ warmup: 3 }, 5).map(rate => Math.round(rate * 1000))).toEqual([25, 50, 75, 100, 100])
  })

  it('falls along half a cosine to its floor', () => {
    const all = rates({ shape: 'cosine', floor: 0.2 }, 100)
    expect(all[0]).toBeCloseTo(0.1, 12)
    expect(all[50]).toBeCloseTo(0.06, 12)
    expect(all[99]).toBeCloseTo(0.02, 4)
    expect(all.every((rate, i) => i === 0 || rate < all[i - 1]!)).toBe(true)
  })

  it.skipIf(!sharedIsHere)('falls as the released code for the polynomial', () => {
    const { poly_lr } = JSON.parse(readFileSync(shared('reference/optim/trajectories.json'), 'utf8'))
    for (const { base, max_iter, power, iters, values } of poly_lr)
      for (const [i, iteration] of iters.entries())
        expect(
          learningRate(schedule({ rate: base, shape: 'polynomial', power }), iteration, max_iter),
        ).toBeCloseTo(values[i], 12)
  })
})
