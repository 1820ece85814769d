import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mask } from '../../mask/index.ts'
import {
  insertVertex,
  maskInside,
  moveVertex,
  outlineNear,
  removeVertex,
  vertexNear,
  vertexOutline,
  verticesOf,
} from './vertex-outline.ts'

const size = { width: 24, height: 20 }
const masks = fc
  .uint8Array({ minLength: 480, maxLength: 480, max: 1 })
  .map(data => Mask.fromBitmap({ ...size, data }))
  .filter(mask => mask.area > 0)
/** Discs with a hole: outlines with slopes, as objects have them. */
const rings = fc
  .tuple(fc.integer({ min: 6, max: 9 }), fc.integer({ min: 1, max: 4 }))
  .map(([outer, inner]) => Mask.fromBitmap({ ...size, data: disc(outer, inner) }))

function disc(outer: number, inner: number): Uint8Array {
  const data = new Uint8Array(size.width * size.height)
  for (let k = 0; k < data.length; k++) {
    const away = Math.hypot((k % size.width) - 12, Math.floor(k / size.width) - 10)
    data[k] = away <= outer && away > inner ? 1 : 0
  }
  return data
}
const tolerances = fc.constantFrom(0, 0.3, 0.5, 1, 2.5)

describe('outlines by a few vertices', () => {
  it('hold the mask to the pixel while nothing is moved, with any tolerance', () => {
    fc.assert(
      fc.property(fc.oneof(masks, rings), tolerances, (mask, tolerance) => {
        expect(maskInside(vertexOutline(mask, tolerance), size).equals(mask)).toBe(true)
      }),
    )
  })

  it('have fewer vertices with more tolerance', () => {
    const mask = Mask.fromBitmap({ ...size, data: disc(9, 3) })
    const [all, few] = [0, 1].map(tolerance => verticesOf(vertexOutline(mask, tolerance)).length)
    expect(few).toBeLessThan(all! / 3)
  })

  it('change nothing by a vertex more', () => {
    fc.assert(
      fc.property(rings, tolerances, fc.nat(), (mask, tolerance, seed) => {
        const outline = vertexOutline(mask, tolerance)
        const near = verticesOf(outline)
        const from = near[seed % near.length]!
        const place = outlineNear(outline, { x: from.x + 0.7, y: from.y + 0.4 }, 9)!
        const [more, added] = insertVertex(outline, place)
        expect(verticesOf(more).length).toBe(near.length + 1)
        expect(maskInside(more, size).equals(mask)).toBe(true)
        expect(vertexNear(more, place.point, 1e-9)).toBeDefined()
        expect(more[added.ring]!.vertices[added.vertex]).toMatchObject({
          x: place.point.x + 0.5,
          y: place.point.y + 0.5,
        })
      }),
    )
  })

  it('change only between the neighbours of the vertex that moves', () => {
    const square = Mask.fromPolygons([[4, 4, 14, 4, 14, 14, 4, 14]], size)
    const outline = vertexOutline(square, 1)
    const place = vertexNear(outline, { x: 13.5, y: 3.5 }, 0.1)!
    const wider = maskInside(moveVertex(outline, place, { x: 19.5, y: 3.5 }), size)
    expect(wider.union(square).equals(wider)).toBe(true)
    expect(wider.box).toMatchObject({ x0: 4, y0: 4, y1: 13 })
    expect(removeVertex(outline, place)).toBeDefined()
    expect(removeVertex(removeVertex(outline, place)!, { ring: 0, vertex: 0 })).toBeUndefined()
  })

  it('keep their holes', () => {
    const mask = Mask.fromBitmap({ ...size, data: disc(9, 3) })
    const outline = vertexOutline(mask, 1)
    const place = vertexNear(outline, { x: 12, y: 0.5 }, 3)!
    const moved = maskInside(moveVertex(outline, place, { x: 12, y: -2 }), size)
    expect(moved.has({ x: 12, y: 10 })).toBe(false)
    expect(moved.area).toBeGreaterThan(mask.area)
  })
})
