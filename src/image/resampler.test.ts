import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boxResampler } from './resampler.ts'
import { taps } from './taps.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

it('weights sum to 1, and first pixels and counts stay inside the row', () => {
  fc.assert(
    fc.property(
      number(-20, 20),
      number(-30, 30),
      fc.integer({ min: 1, max: 40 }),
      (scale, offset, length) => {
        const { count, first, weight } = taps(9, scale, offset, length, 'repeat')
        for (let u = 0; u < 9; u++) {
          expect(first[u]).toBeGreaterThanOrEqual(0)
          expect(first[u]! + count).toBeLessThanOrEqual(length)
          const sum = weight.subarray(u * count, (u + 1) * count).reduce((total, w) => total + w, 0)
          expect(sum).toBeCloseTo(1, 5)
        }
      },
    ),
  )
})

it('lets a picture fade out over the pixel at its edge where zeros lie outside', () => {
  const { count, first, weight } = taps(4, 0.5, -1, 3, 'zero')
  const white = Array.from(first, (_, u) =>
    weight.subarray(u * count, (u + 1) * count).reduce((a, b) => a + b),
  )
  expect(white).toEqual([0, 0.5, 1, 1])
})

it('covers one box with another: the right half of a picture, enlarged, and reduced', () => {
  const source = { width: 4, height: 1, channels: 1, data: Float32Array.of(1, 2, 3, 4) }
  const from = { x0: 0, y0: 0, x1: 3, y1: 0 }
  const right = { x0: 2, y0: 0, x1: 3, y1: 0 }
  const enlarged = new Float32Array(4)
  boxResampler(source, from, right, { width: 4, height: 1 }, 'repeat').write(0, 0, enlarged, 0)
  expect([...enlarged]).toEqual([2.75, 3.25, 3.75, 4])
  const reduced = new Float32Array(2)
  boxResampler(source, from, from, { width: 2, height: 1 }, 'repeat').write(0, 0, reduced, 0)
  expect([...reduced]).toEqual([1.5, 3.5])
})

it('marks what it would write above a threshold', () => {
  const picture = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([width, height]) =>
      fc
        .array(fc.integer({ min: 0, max: 8 }), { minLength: width * height, maxLength: width * height })
        .map(values => ({ width, height, channels: 1, data: Float32Array.from(values, v => v / 8) })),
    )
  const size = fc.record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) })
  fc.assert(
    fc.property(picture, size, number(-3, 3), number(2, 15), (source, target, start, extent) => {
      const from = { x0: 0, y0: 0, x1: 9, y1: 9 }
      const to = { x0: start, y0: start, x1: start + extent, y1: start + extent }
      const rows = boxResampler(source, from, to, target, 'repeat')
      const values = new Float32Array(target.width)
      const marks = new Uint8Array(target.width)
      for (let v = 0; v < target.height; v++) {
        rows.write(v, 0, values, 0)
        rows.mark(v, 0.4321, marks.fill(0), 0)
        expect(marks).toEqual(Uint8Array.from(values, value => (value > 0.4321 ? 1 : 0)))
      }
    }),
  )
})
