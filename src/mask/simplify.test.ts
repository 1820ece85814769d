import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { contours } from './contours.ts'
import { crossingRings } from './crossing-rings.ts'
import { Mask } from './mask.ts'
import { iou } from './metrics.ts'
import type { Part, Ring } from './polygon.ts'
import { simplify, vertexCount } from './simplify.ts'

/** 1 where the rule says so for the pixel's centre, in a photo of size × size. */
const drawn = (size: number, rule: (x: number, y: number) => boolean) =>
  Mask.fromBitmap({
    width: size,
    height: size,
    data: Uint8Array.from({ length: size * size }, (_, i) =>
      rule((i % size) + 0.5, Math.floor(i / size) + 0.5) ? 1 : 0,
    ),
  })

const disc = drawn(240, (x, y) => Math.hypot(x - 120, y - 120) < 100)
const wavy = drawn(300, (x, y) => {
  const angle = Math.atan2(y - 150, x - 150)
  return Math.hypot(x - 150, y - 150) < 110 + 25 * Math.sin(9 * angle)
})
const ringsOf = (parts: readonly Part[]): Ring[] => parts.flatMap(({ outer, holes }) => [outer, ...holes])

describe('simplifying', () => {
  it('with tolerance 0 changes nothing', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        expect(simplify(contours(mask), 0)).toEqual(contours(mask))
      }),
    )
  })

  it('leaves boxes alone', () => {
    const mask = bitmap('#####', '#####', '#####')
    expect(simplify(contours(mask), 2)).toEqual(contours(mask))
  })

  it('makes a slope of a stair', () => {
    const triangle = drawn(250, (x, y) => x > 10 && y < 240 && x < y)
    const [{ outer } = { outer: [] }] = simplify(triangle.contours(), 0.5)
    expect(outer.length / 2).toBeLessThanOrEqual(5)
    expect(triangle.outline(0.5).iou).toBeGreaterThan(0.99)
  })

  it.each([
    [0.5, 120, 0.995],
    [1, 40, 0.985],
    [2, 25, 0.97],
    [4, 16, 0.94],
  ])(
    'a disc of radius 100 with tolerance %d leaves at most %d vertices and an IoU of %d',
    (tolerance, vertices, least) => {
      const outline = disc.outline(tolerance)
      expect(outline.vertices).toBeLessThanOrEqual(vertices)
      expect(outline.iou).toBeGreaterThanOrEqual(least)
      expect(outline.exactVertices).toBe(vertexCount(disc.contours()))
    },
  )

  it('reports the IoU of what its outlines fill', () => {
    const { parts, iou: reported, vertices } = wavy.outline(1.5)
    expect(reported).toBe(iou(wavy, Mask.fromParts(parts, wavy)))
    expect(vertices).toBe(vertexCount(parts))
  })

  it('leaves no vertex out that is further off than the tolerance, and half a pixel for stairs', () => {
    const tolerance = fc.double({ min: 0.1, max: 5, noNaN: true })
    fc.assert(
      fc.property(anyBitmap, tolerance, (mask, pixels) => {
        const exact = ringsOf(contours(mask))
        for (const [k, ring] of ringsOf(simplify(contours(mask), pixels)).entries())
          for (let i = 0; i < exact[k]!.length; i += 2)
            expect(distanceTo(ring, exact[k]![i]!, exact[k]![i + 1]!)).toBeLessThanOrEqual(pixels + 0.5)
      }),
    )
  })

  it('lets no ring vanish, and none cross', () => {
    const tolerance = fc.double({ min: 0.1, max: 8, noNaN: true })
    fc.assert(
      fc.property(anyBitmap, tolerance, (mask, pixels) => {
        const exact = contours(mask)
        const simple = simplify(exact, pixels)
        expect(simple.map(part => part.holes.length)).toEqual(exact.map(part => part.holes.length))
        for (const ring of ringsOf(simple)) expect(Math.abs(signedArea(ring))).toBeGreaterThan(0)
        expect(crossingRings(ringsOf(simple))).toEqual([])
      }),
    )
  })

  it('keeps a thin curved line', () => {
    const arc = drawn(200, (x, y) => Math.abs(Math.hypot(x - 100, y - 100) - 80) < 1.2 && y < 120)
    expect(arc.outline(1).iou).toBeGreaterThan(0.7)
    expect(arc.outline(5).iou).toBeGreaterThan(0.2)
  })

  it('takes any tolerance, however large', () => {
    for (const tolerance of [1e300, Infinity]) {
      const [part] = simplify(wavy.contours(), tolerance)
      expect(part!.outer.length / 2).toBeGreaterThanOrEqual(3)
    }
  })

  it('refuses a tolerance that is negative or not a number', () => {
    for (const tolerance of [-1, Number.NaN])
      expect(() => simplify([], tolerance)).toThrow(
        `simplify: tolerance is ${tolerance}, expected pixels from 0`,
      )
  })
})

describe('crossing rings', () => {
  const square = [0, 0, 4, 0, 4, 4, 0, 4]
  it.each<[string, Ring[], number[]]>([
    ['a bow tie crosses itself', [[0, 0, 4, 4, 4, 0, 0, 4]], [0]],
    ['overlapping squares cross', [square, square.map(value => value + 2)], [1, 0]],
    ['squares that share a corner do not', [square, square.map(value => value + 4)], []],
    ['a square inside another does not', [square, square.map(value => value / 2 + 1)], []],
    ['a corner on an edge of another counts', [square, [4, 2, 8, 0, 8, 4]], [1, 0]],
    ['only those that cross are named', [square, square.map(value => value + 9), [2, 2, 6, 2, 6, 6]], [2, 0]],
  ])('%s', (_, rings, crossing) => {
    expect(crossingRings(rings).sort()).toEqual([...crossing].sort())
  })
})

function distanceTo(ring: Ring, x: number, y: number): number {
  let nearest = Infinity
  for (let k = 0; k < ring.length; k += 2) {
    const [x0, y0, x1, y1] = [
      ring[k]!,
      ring[k + 1]!,
      ring[(k + 2) % ring.length]!,
      ring[(k + 3) % ring.length]!,
    ]
    const along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
    const t = Math.min(Math.max(along, 0), 1)
    nearest = Math.min(nearest, Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)))
  }
  return nearest
}

function signedArea(ring: Ring): number {
  let twice = 0
  for (let k = 0; k < ring.length; k += 2)
    twice += ring[k]! * ring[(k + 3) % ring.length]! - ring[(k + 2) % ring.length]! * ring[k + 1]!
  return twice / 2
}
