import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap, rows } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { area, boundingBox, decode, encode, type Rle } from './rle.ts'

describe('run lengths', () => {
  it('go column by column and begin with zeros', () => {
    const mask = bitmap(
      '.#.', //
      '.##',
      '..#',
    )
    expect([...encode(mask).counts]).toEqual([3, 2, 2, 2])
  })

  it('begin with an empty run when the first pixel is inside, and one run fills several columns', () => {
    expect([...encode(bitmap('##', '##', '##')).counts]).toEqual([0, 6])
  })

  it('of a bitmap decode to the same bitmap', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        expect(decode(encode(mask))).toEqual({ ...mask, x: 0, y: 0 })
      }),
    )
  })

  it('of a window are those of the photo with the window in its place', () => {
    const place = fc.integer({ min: 0, max: 5 })
    fc.assert(
      fc.property(anyBitmap, place, place, place, place, (mask, x, y, right, below) => {
        const size = { width: x + mask.width + right, height: y + mask.height + below }
        const photo = new Uint8Array(size.width * size.height)
        for (let row = 0; row < mask.height; row++)
          photo.set(mask.data.subarray(row * mask.width, (row + 1) * mask.width), (y + row) * size.width + x)
        expect(encode({ ...mask, x, y }, size)).toEqual(encode({ ...size, data: photo }))
      }),
    )
  })

  it('decode into a window that reaches outside the photo, where all is 0', () => {
    const rle = encode(bitmap('#.', '##'))
    expect(rows(decode(rle, { x0: -1, y0: 1, x1: 2, y1: 3 }))).toEqual(['.##.', '....', '....'])
    expect(rows(decode(rle, { x0: 1, y0: 0, x1: 1, y1: 1 }))).toEqual(['.', '#'])
  })

  it('refuse a bitmap whose data does not fill it', () => {
    expect(() => encode({ width: 3, height: 2, data: new Uint8Array(5) })).toThrow(
      'mask: 5 pixels do not fill a bitmap of 3×2',
    )
  })

  it('refuse a window that is not inside the photo', () => {
    const window = { ...bitmap('##'), x: 4, y: 0 }
    expect(() => encode(window, { width: 5, height: 5 })).toThrow(
      'mask: a bitmap of 2×1 at 4,0 is not inside a photo of 5×5',
    )
  })

  it('refuse sizes that are not whole, empty or too large', () => {
    for (const size of [
      { width: 0, height: 3 },
      { width: 2.5, height: 4 },
      { width: 2 ** 16, height: 2 ** 15 },
    ])
      expect(() => encode({ ...bitmap('#'), x: 0, y: 0 }, size)).toThrow(RangeError)
  })

  it('give no box for an empty mask', () => {
    expect(boundingBox(encode(bitmap('...')))).toBeUndefined()
  })
})

type MaskCase = {
  name: string
  size: [height: number, width: number]
  counts: number[]
  area: number
  bbox: [x: number, y: number, width: number, height: number]
  rows?: string[]
}

describeShared('run lengths as the COCO API makes them', () => {
  const { masks }: { masks: MaskCase[] } = JSON.parse(
    readFileSync(shared('reference/rle/cases.json'), 'utf8'),
  )
  it.each(masks)('$name', ({ size: [height, width], counts, area: pixels, bbox, rows: picture }) => {
    const rle: Rle = { width, height, counts: Uint32Array.from(counts) }
    expect(encode(decode(rle))).toEqual(rle)
    if (picture) expect(rows(decode(rle))).toEqual(picture)
    expect(area(rle)).toBe(pixels)
    const [x, y, w, h] = bbox
    expect(boundingBox(rle)).toEqual(pixels ? { x0: x, y0: y, x1: x + w - 1, y1: y + h - 1 } : undefined)
  })
})
