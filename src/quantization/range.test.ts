import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteScale, leastScale, widened } from './range.ts'

describe('the bytes of a range', () => {
  it('reach both of its ends to half a step, and 0 is one of them', () => {
    const below = fc.float({ min: 0, max: 1e6, noNaN: true })
    const above = fc.float({ min: 1, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(below, above, (below, greatest) => {
        const { scale, zero } = byteScale({ least: -below, greatest })
        expect(Number.isInteger(zero)).toBe(true)
        expect(Math.abs(scale * zero - below)).toBeLessThan(0.51 * scale)
        expect(Math.abs(scale * (255 - zero) - greatest)).toBeLessThan(0.51 * scale)
      }),
    )
  })

  it('begin at 0 behind a ReLU', () => {
    expect(byteScale({ least: 0, greatest: 51 })).toEqual({ scale: 0.2, zero: 0 })
  })

  it('are there for a value that is always 0, too', () => {
    expect(byteScale({ least: 0, greatest: 0 })).toEqual({ scale: leastScale, zero: 0 })
  })
})

describe('a range', () => {
  it('grows with what is seen', () => {
    const range = widened({ least: -1, greatest: 2 }, Float32Array.of(0, 3, -0.5), 'x')
    expect(range).toEqual({ least: -1, greatest: 3 })
  })

  it('has no infinite end', () => {
    const values = Float32Array.of(1, Infinity)
    expect(() => widened({ least: 0, greatest: 0 }, values, 'conv1.Conv:out')).toThrow(
      'quantize: "conv1.Conv:out" has values without end',
    )
  })
})
