import { describe, expect, it } from 'vitest'
import { doubtOf } from './doubt.ts'

const row = (...values: number[]) => ({
  width: values.length,
  height: 1,
  channels: 1,
  data: Float32Array.from(values),
})

describe('doubt', () => {
  it('is 0 where the network is sure', () => {
    expect(doubtOf(row(0, 0, 1, 1, 1))).toBe(0)
  })

  it('is one minus the expected intersection by the expected union', () => {
    expect(doubtOf(row(0.75, 0.75))).toBeCloseTo(0.25)
    expect(doubtOf(row(0.25, 1, 0.75, 0.5))).toBeCloseTo(1 - 1.75 / 2.75)
  })

  it('is 1 where nothing is inside', () => {
    expect(doubtOf(row(0.5, 0.5))).toBe(1)
    expect(doubtOf(row(0, 0))).toBe(1)
  })
})
