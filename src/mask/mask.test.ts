import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap, bitmapsOfOneSize, rows } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'

const photo = { width: 40, height: 30 }
const ring = Mask.fromBitmap({ ...bitmap('###', '#.#', '###'), x: 20, y: 10 }, photo)

describe('a mask', () => {
  it('knows its photo, its pixels and its box', () => {
    expect({ width: ring.width, height: ring.height }).toEqual(photo)
    expect(ring.area).toBe(8)
    expect(ring.box).toEqual({ x0: 20, y0: 10, x1: 22, y1: 12 })
  })

  it('shows its pixels in a window', () => {
    expect(rows(ring.toBitmap({ x0: 19, y0: 11, x1: 22, y1: 13 }))).toEqual(['.#.#', '.###', '....'])
  })

  it('may be empty: no area, no box, no contours', () => {
    const empty = Mask.empty(photo)
    expect([empty.area, empty.box, empty.contours()]).toEqual([0, undefined, []])
    expect(empty.outline(1)).toEqual({ parts: [], vertices: 0, exactVertices: 0, iou: 1 })
  })

  it('comes back from COCO JSON, from its window, and from its contours', () => {
    fc.assert(
      fc.property(anyBitmap, picture => {
        const mask = Mask.fromBitmap({ ...picture, x: 3, y: 2 }, photo)
        expect(Mask.fromRle(JSON.parse(JSON.stringify(mask.toRle()))).equals(mask)).toBe(true)
        expect(Mask.fromParts(mask.contours(), photo).equals(mask)).toBe(true)
        if (mask.box) expect(Mask.fromBitmap(mask.toBitmap(mask.box), photo).equals(mask)).toBe(true)
      }),
    )
  })

  it('has contours in the corners of the photo’s pixels', () => {
    expect(ring.contours()).toEqual([
      { outer: [20, 10, 23, 10, 23, 13, 20, 13], holes: [[22, 11, 21, 11, 21, 12, 22, 12]] },
    ])
  })

  it('is made of polygons', () => {
    expect(Mask.fromPolygons([[20, 10, 23, 10, 23, 13, 20, 13]], photo).area).toBe(9)
  })

  it('combines with others', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(2), pictures => {
        const [a, b] = pictures.map(picture => Mask.fromBitmap(picture)) as [Mask, Mask]
        expect(a.union(b).area).toBe(a.area + b.area - a.intersection(b).area)
        expect(a.difference(b).union(b.difference(a)).equals(a.exclusive(b))).toBe(true)
        expect(a.exclusive(b).exclusive(b).equals(a)).toBe(true)
        expect(Mask.unionOf([a, b], a).equals(a.union(b))).toBe(true)
      }),
    )
  })

  it('equals only a mask of the same photo size with the same pixels', () => {
    expect(Mask.empty({ width: 2, height: 3 }).equals(Mask.empty({ width: 3, height: 2 }))).toBe(false)
    expect(ring.equals(ring.union(Mask.empty(photo)))).toBe(true)
    expect(ring.equals(Mask.empty(photo))).toBe(false)
  })
})
