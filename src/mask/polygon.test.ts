import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, rows } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { writeCocoRle } from './coco-rle.ts'
import { contours } from './contours.ts'
import { fillParts, fillPolygons, type Ring } from './polygon.ts'
import { area, boundingBox, decode, encode } from './rle.ts'

const photo = { width: 12, height: 9 }

describe('polygons', () => {
  it('cover the pixels whose squares they cover', () => {
    expect(rows(decode(fillPolygons([[1, 1, 5, 1, 5, 3, 1, 3]], { width: 6, height: 4 })))).toEqual([
      '......', //
      '.####.',
      '.####.',
      '......',
    ])
  })

  it('are united, where they overlap too', () => {
    const first = [0, 0, 4, 0, 4, 2, 0, 2]
    const second = [2, 1, 6, 1, 6, 3, 2, 3]
    expect(rows(decode(fillPolygons([first, second], { width: 6, height: 3 })))).toEqual([
      '####..', //
      '######',
      '..####',
    ])
  })

  it('leave the holes of a part empty', () => {
    const part = { outer: [0, 0, 5, 0, 5, 3, 0, 3], holes: [[1, 1, 4, 1, 4, 2, 1, 2]] }
    expect(rows(decode(fillParts([part], { width: 5, height: 3 })))).toEqual([
      '#####', //
      '#...#',
      '#####',
    ])
  })

  it('of fewer than three vertices fill nothing', () => {
    for (const polygon of [[], [3, 3], [1, 1, 8, 8]]) expect(area(fillPolygons([polygon], photo))).toBe(0)
  })

  it('with vertices far outside cost no more than the photo', () => {
    const far = 4e8
    const cross = [-far, -far, far, -far, far, far, -far, far]
    expect(area(fillPolygons([cross], photo))).toBe(photo.width * photo.height)
    const zigzag = Array.from({ length: 100_000 }, (_, k) => [k % 2 ? far : -far, k % 7]).flat()
    expect(fillPolygons([zigzag], photo).counts.length).toBeLessThan(2 * photo.width * photo.height)
  })

  it.each([
    [[1, 1, 2, 2, 3], 'polygon: 5 coordinates, expected pairs of x and y'],
    [[1, 1, 2, Number.NaN, 3, 3], 'polygon: coordinate NaN, expected a number from -429496729 to 429496729'],
    [[1, 1, 2, 1e300, 3, 3], 'polygon: coordinate 1e+300, expected a number from -429496729 to 429496729'],
    [
      [1, 1, -Infinity, 2, 3, 3],
      'polygon: coordinate -Infinity, expected a number from -429496729 to 429496729',
    ],
  ])('%j is refused', (polygon, message) => {
    expect(() => fillPolygons([polygon], photo)).toThrow(new RangeError(message))
  })

  it('equal the walk along every fine step that the COCO API takes', () => {
    const coordinate = fc.oneof(
      fc.double({ min: -15, max: 30, noNaN: true }),
      fc.integer({ min: -30, max: 60 }).map(value => value / 2),
    )
    const polygon = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(polygon, vertices => {
        const ring = vertices.flat()
        expect([...fillPolygons([ring], photo).counts]).toEqual(walkedCounts(ring, photo.width, photo.height))
      }),
      { numRuns: 2000 },
    )
  })

  it('around contours are the mask again', () => {
    fc.assert(
      fc.property(anyBitmap, mask => {
        expect(fillParts(contours(mask), mask)).toEqual(encode(mask))
      }),
    )
  })
})

describeShared('polygons as the COCO API fills them', () => {
  type PolygonCase = {
    name: string
    polygon: Ring
    height: number
    width: number
    compressed: string
    area: number
  }
  type BoxCase = {
    box: [number, number, number, number]
    height: number
    width: number
    compressed: string
    bbox: number[]
  }
  const cases: {
    polygons: PolygonCase[]
    polygon_list_merged: { polygons: Ring[]; height: number; width: number; compressed: string }
    boxes_to_rle: BoxCase[]
  } = JSON.parse(readFileSync(shared('reference/rle/cases.json'), 'utf8'))

  it.each(cases.polygons)('$name', ({ polygon, compressed, ...size }) => {
    expect(writeCocoRle(fillPolygons([polygon], size)).counts).toBe(compressed)
  })

  it('several polygons of one object', () => {
    const { polygons, compressed, ...size } = cases.polygon_list_merged
    expect(writeCocoRle(fillPolygons(polygons, size)).counts).toBe(compressed)
  })

  it.each(cases.boxes_to_rle)('the box $box', ({ box: [x, y, w, h], compressed, bbox, ...size }) => {
    const rle = fillPolygons([[x, y, x, y + h, x + w, y + h, x + w, y]], size)
    expect(writeCocoRle(rle).counts).toBe(compressed)
    const { x0, y0, x1, y1 } = boundingBox(rle)!
    expect([x0, y0, x1 - x0 + 1, y1 - y0 + 1]).toEqual(bbox)
  })
})

/** rleFrPoly of the COCO API, step by step. */
function walkedCounts(ring: Ring, w: number, h: number): number[] {
  const u: number[] = []
  const v: number[] = []
  const grid = ring.map(value => Math.trunc(5 * value + 0.5))
  for (let k = 0; k < grid.length; k += 2) {
    let [xs, ys, xe, ye] = [
      grid[k]!,
      grid[k + 1]!,
      grid[(k + 2) % grid.length]!,
      grid[(k + 3) % grid.length]!,
    ]
    const [dx, dy] = [Math.abs(xe - xs), Math.abs(ye - ys)]
    const flip = dx >= dy ? xs > xe : ys > ye
    if (flip) [xs, ys, xe, ye] = [xe, ye, xs, ys]
    const slope = dx >= dy ? (ye - ys) / dx : (xe - xs) / dy
    for (let d = 0; d <= Math.max(dx, dy); d++) {
      const t = flip ? Math.max(dx, dy) - d : d
      u.push(dx >= dy ? t + xs : Math.trunc(xs + slope * t + 0.5))
      v.push(dx >= dy ? Math.trunc(ys + slope * t + 0.5) : t + ys)
    }
  }
  const toggles = [w * h]
  for (let j = 1; j < u.length; j++)
    if (u[j] !== u[j - 1]) {
      const x = (Math.min(u[j]!, u[j - 1]!) + 0.5) / 5 - 0.5
      if (x !== Math.floor(x) || x < 0 || x > w - 1) continue
      const y = (Math.min(v[j]!, v[j - 1]!) + 0.5) / 5 - 0.5
      toggles.push(x * h + Math.ceil(Math.min(Math.max(y, 0), h)))
    }
  toggles.sort((a, b) => a - b)
  const differences = toggles.map((position, k) => position - (toggles[k - 1] ?? 0))
  const counts = [differences[0]!]
  for (let j = 1; j < differences.length; j++)
    if (differences[j]! > 0) counts.push(differences[j]!)
    else if (++j < differences.length) counts[counts.length - 1]! += differences[j]!
  return counts
}
