import fc from 'fast-check'
import type { Bitmap } from '../src/mask/index.ts'

/** A bitmap from text, one string a row, # for 1. */
export function bitmap(...rows: readonly string[]): Bitmap {
  return {
    width: rows[0]!.length,
    height: rows.length,
    data: Uint8Array.from(rows.join(''), character => (character === '#' ? 1 : 0)),
  }
}

/** And back. */
export function rows({ width, height, data }: Bitmap): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), value => (value ? '#' : '.')).join(''),
  )
}

const side = fc.integer({ min: 1, max: 20 })

/** Every pixel on its own: many parts and holes of one pixel, many touching corners. */
const noise = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height })
      .map(data => ({ width, height, data })),
  )

/** Boxes painted and erased in turn: larger parts with holes, and parts in holes. */
const boxes = fc
  .tuple(side, side, fc.array(fc.tuple(side, side, side, side), { maxLength: 6 }))
  .map(([width, height, list]) => {
    const data = new Uint8Array(width * height)
    for (const [k, [x0, y0, w, h]] of list.entries())
      for (let y = y0 - 1; y < Math.min(height, y0 - 1 + h); y++)
        data.fill(k % 2 ? 0 : 1, y * width + Math.min(width, x0 - 1), y * width + Math.min(width, x0 - 1 + w))
    return { width, height, data }
  })

/** Bitmaps of all kinds, up to 20 × 20. */
export const anyBitmap: fc.Arbitrary<Bitmap> = fc.oneof(noise, boxes)

/** Several bitmaps of one size. */
export function bitmapsOfOneSize(count: number): fc.Arbitrary<Bitmap[]> {
  return anyBitmap.chain(first =>
    fc
      .array(fc.uint8Array({ min: 0, max: 1, minLength: first.data.length, maxLength: first.data.length }), {
        minLength: count - 1,
        maxLength: count - 1,
      })
      .map(others => [first, ...others.map(data => ({ ...first, data }))]),
  )
}
