import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pyramid } from './pyramid.ts'

const picture = (width: number, height: number, channels = 3) => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 251),
})

describe('a pyramid', () => {
  it('has levels down to one pixel', () => {
    expect(pyramid(picture(1, 1)).levels).toBe(1)
    expect(pyramid(picture(5, 2)).levels).toBe(4)
    const { width, height } = pyramid(picture(300, 1)).level(9)
    expect([width, height]).toEqual([1, 1])
  })

  it('has the photo itself as level 0', () => {
    const photo = picture(5, 4)
    expect(pyramid(photo).level(0)).toBe(photo)
  })

  it('rounds the mean of four pixels', () => {
    const photo = { width: 4, height: 2, channels: 1, data: Uint8Array.of(1, 2, 9, 9, 3, 4, 9, 10) }
    expect([...pyramid(photo).level(1).data]).toEqual([3, 9])
  })

  it('takes what lies beyond an odd edge for black', () => {
    const photo = { width: 3, height: 3, channels: 1, data: new Uint8Array(9).fill(100) }
    expect([...pyramid(photo).level(1).data]).toEqual([100, 50, 50, 25])
  })

  it('treats other numbers of channels as it treats three', () => {
    const grey = picture(301, 203, 1)
    const colours = {
      ...grey,
      channels: 3,
      data: Uint8Array.from({ length: 3 * grey.data.length }, (_, i) => grey.data[Math.floor(i / 3)]!),
    }
    const level = pyramid(grey).level(2)
    expect(
      pyramid(colours)
        .level(2)
        .data.filter((_, i) => i % 3 === 1),
    ).toEqual(level.data)
  })

  it('fills a region as it would have filled the whole level, whatever was asked for before', () => {
    const photo = picture(700, 500)
    const whole = pyramid(photo)
    const box = fc
      .tuple(fc.integer({ min: -50, max: 400 }), fc.integer({ min: -50, max: 300 }), fc.nat(200), fc.nat(200))
      .map(([x0, y0, w, h]) => ({ x0, y0, x1: x0 + w, y1: y0 + h }))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), box), { minLength: 1, maxLength: 4 }),
        asked => {
          const lazy = pyramid(photo)
          for (const [n, region] of asked) {
            const expected = whole.level(n)
            const actual = lazy.level(n, region)
            let wrong = 0
            for (let y = Math.max(region.y0, 0); y <= Math.min(region.y1, expected.height - 1); y++)
              for (let x = Math.max(region.x0, 0); x <= Math.min(region.x1, expected.width - 1); x++) {
                const i = (y * expected.width + x) * 3
                if (actual.data[i] !== expected.data[i]) wrong++
              }
            expect(wrong).toBe(0)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
