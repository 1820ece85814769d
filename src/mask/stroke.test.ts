import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rows } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'
import { stroke } from './stroke.ts'

const size = { width: 17, height: 13 }
const place = fc.record({
  x: fc.double({ min: -5, max: 21, noNaN: true }),
  y: fc.double({ min: -5, max: 17, noNaN: true }),
})

describe('a stroke', () => {
  it('of one point is a disc', () => {
    expect(rows(stroke([{ x: 2, y: 2 }], 2, { width: 5, height: 5 }).toBitmap())).toEqual([
      '..#..',
      '.###.',
      '#####',
      '.###.',
      '..#..',
    ])
  })

  it('has the pixels whose centres lie within the radius of the line', () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 4 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (points, radius) => {
          const { data } = stroke(points, radius, size).toBitmap()
          for (let i = 0; i < data.length; i++) {
            const pixel = { x: i % size.width, y: Math.floor(i / size.width) }
            const away = distance(pixel, points)
            const underEnd = points.some(p => Math.round(p.x) === pixel.x && Math.round(p.y) === pixel.y)
            // Right at the rim, rounding may decide either way.
            if (Math.abs(away - radius) > 1e-6) expect(data[i]).toBe(away < radius || underEnd ? 1 : 0)
          }
        },
      ),
    )
  })

  it('of the smallest brush has the pixel under the pointer', () => {
    expect(stroke([{ x: 3.4, y: 2.4 }], 0, size).box).toEqual({ x0: 3, y0: 2, x1: 3, y1: 2 })
  })

  it('without points is empty', () => {
    expect(stroke([], 3, size).equals(Mask.empty(size))).toBe(true)
  })

  it('needs a radius', () => {
    expect(() => stroke([], -1, size)).toThrow(new RangeError('stroke: radius is -1, expected pixels from 0'))
  })
})

type Place = { readonly x: number; readonly y: number }

function distance(p: Place, line: readonly Place[]): number {
  const toSegment = (a: Place, b: Place) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const square = dx * dx + dy * dy
    const share = square > 0 ? Math.min(Math.max(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0), 1) : 0
    return Math.hypot(p.x - a.x - share * dx, p.y - a.y - share * dy)
  }
  return Math.min(Infinity, ...line.map((a, k) => toSegment(a, line[k + 1] ?? a)))
}
