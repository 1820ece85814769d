import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import type { Bitmap } from './bitmap.ts'
import { complement } from './boolean.ts'
import { components } from './components.ts'
import { contours } from './contours.ts'
import type { Part, Ring } from './polygon.ts'
import { encode } from './rle.ts'

describe('contours', () => {
  it('of an empty mask are none', () => {
    expect(contours(bitmap('...', '...'))).toEqual([])
  })

  it('of one pixel are the four corners of its square', () => {
    expect(contours(bitmap('...', '..#'))).toEqual([{ outer: [2, 1, 3, 1, 3, 2, 2, 2], holes: [] }])
  })

  it('list only the corners where they turn', () => {
    const mask = bitmap(
      '####', //
      '##..',
    )
    expect(contours(mask)).toEqual([{ outer: [0, 0, 4, 0, 4, 1, 2, 1, 2, 2, 0, 2], holes: [] }])
  })

  it('go anticlockwise around holes', () => {
    const mask = bitmap(
      '###', //
      '#.#',
      '###',
    )
    expect(contours(mask)).toEqual([{ outer: [0, 0, 3, 0, 3, 3, 0, 3], holes: [[2, 1, 1, 1, 1, 2, 2, 2]] }])
  })

  it('keep pixels apart that touch at a corner only', () => {
    const mask = bitmap(
      '#.', //
      '.#',
    )
    expect(contours(mask)).toEqual([
      { outer: [0, 0, 1, 0, 1, 1, 0, 1], holes: [] },
      { outer: [1, 1, 2, 1, 2, 2, 1, 2], holes: [] },
    ])
  })

  it('give holes to the part around them, not to the part inside them', () => {
    const mask = bitmap(
      '#######', //
      '#.....#',
      '#.###.#',
      '#.#.#.#',
      '#.###.#',
      '#.....#',
      '#######',
    )
    const [frame, ring] = contours(mask)
    expect(frame!.holes.map(boxOf)).toEqual([[1, 1, 6, 6]])
    expect(ring!.holes.map(boxOf)).toEqual([[3, 3, 4, 4]])
  })

  it('lie where the bitmap is placed in its photo', () => {
    expect(contours({ ...bitmap('#'), x: 100, y: 50 })[0]!.outer).toEqual([
      100, 50, 101, 50, 101, 51, 100, 51,
    ])
  })

  it('have every pixel centre of the mask, and no other, inside an odd number of rings', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        expect(filledByCentres(contours(mask), mask)).toEqual(mask.data)
      }),
    )
  })

  it('have a part for every 4-connected component, and a hole for every enclosed 8-connected one outside', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        const parts = contours(mask)
        expect(parts.length).toBe(components(encode(mask), 4).length)
        const outside = components(complement(encode(withMargin(mask))), 8)
        expect(parts.reduce((sum, part) => sum + part.holes.length, 0)).toBe(outside.length - 1)
      }),
    )
  })

  it('turn right around parts and left around their holes', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        for (const { outer, holes } of contours(mask)) {
          expect(signedArea(outer)).toBeGreaterThan(0)
          for (const hole of holes) {
            expect(signedArea(hole)).toBeLessThan(0)
            expect(contains(boxOf(outer), boxOf(hole))).toBe(true)
          }
        }
      }),
    )
  })
})

function filledByCentres(parts: readonly Part[], { width, height }: Bitmap): Uint8Array {
  const rings = parts.flatMap(({ outer, holes }) => [outer, ...holes])
  const filled = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      for (const ring of rings) if (isInside(ring, x + 0.5, y + 0.5)) filled[i]! ^= 1
  return filled
}

/** Whether a ray to the right crosses the ring an odd number of times. */
function isInside(ring: Ring, x: number, y: number): boolean {
  let inside = false
  for (let k = 0; k < ring.length; k += 2) {
    const [x0, y0, x1, y1] = [
      ring[k]!,
      ring[k + 1]!,
      ring[(k + 2) % ring.length]!,
      ring[(k + 3) % ring.length]!,
    ]
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside
  }
  return inside
}

function signedArea(ring: Ring): number {
  let twice = 0
  for (let k = 0; k < ring.length; k += 2)
    twice += ring[k]! * ring[(k + 3) % ring.length]! - ring[(k + 2) % ring.length]! * ring[k + 1]!
  return twice / 2
}

function boxOf(ring: Ring): number[] {
  const xs = ring.filter((_, k) => k % 2 === 0)
  const ys = ring.filter((_, k) => k % 2 === 1)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function contains(outer: number[], inner: number[]): boolean {
  return outer[0]! <= inner[0]! && outer[1]! <= inner[1]! && outer[2]! >= inner[2]! && outer[3]! >= inner[3]!
}

function withMargin({ width, height, data }: Bitmap): Bitmap {
  const larger = { width: width + 2, height: height + 2, data: new Uint8Array((width + 2) * (height + 2)) }
  for (let y = 0; y < height; y++)
    larger.data.set(data.subarray(y * width, (y + 1) * width), (y + 1) * larger.width + 1)
  return larger
}
