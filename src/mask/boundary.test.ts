import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitmap, bitmapsOfOneSize, rows } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { boundaryDistance, boundaryF, boundaryMap } from './boundary.ts'
import { iou } from './metrics.ts'
import { encode, type Rle } from './rle.ts'

const box = (width: number, x0: number, x1: number) =>
  encode({
    width,
    height: 5,
    data: Uint8Array.from({ length: 5 * width }, (_, i) => (i % width >= x0 && i % width <= x1 ? 1 : 0)),
  })

describe('boundary F-measure', () => {
  it('is 1 for a mask and itself, and for two masks without a boundary', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(1), ([a]) => {
        expect(boundaryF(encode(a!), encode(a!))).toBe(1)
      }),
    )
    expect(boundaryF(encode(bitmap('##', '##')), encode(bitmap('..', '..')))).toBe(1)
  })

  it('is 0 when only one mask has a boundary', () => {
    expect(boundaryF(encode(bitmap('...', '.#.')), encode(bitmap('...', '...')))).toBe(0)
  })

  it('is the same in both directions', () => {
    fc.assert(
      fc.property(
        bitmapsOfOneSize(3),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (bitmaps, threshold) => {
          const [a, b, ignored] = bitmaps.map(mask => encode(mask))
          expect(boundaryF(a!, b!, ignored, threshold)).toBeCloseTo(boundaryF(b!, a!, ignored, threshold), 12)
        },
      ),
    )
  })

  it('counts a boundary as found up to the threshold, in pixels', () => {
    const [a, b] = [box(30, 5, 19), box(30, 5, 22)]
    expect(boundaryF(a, b, undefined, 3)).toBe(1)
    expect(boundaryF(a, b, undefined, 2.9)).toBe(0.5)
  })

  it('leaves out void pixels', () => {
    expect(boundaryF(box(30, 5, 19), box(30, 5, 25), box(30, 20, 25))).toBe(1)
  })
})

describe('boundary distance', () => {
  it('is 0 for a mask and itself', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(1), ([a]) => {
        expect(boundaryDistance(encode(a!), encode(a!))).toEqual({ mean: 0, percentile95: 0 })
      }),
    )
  })

  it('is the distance between the rims, over both', () => {
    // One column each, so that every pixel is on the rim, and three apart.
    expect(boundaryDistance(box(9, 2, 2), box(9, 5, 5))).toEqual({ mean: 3, percentile95: 3 })
    // The rim of the wide one has 5 + 5 + 2 × 4 pixels; seen from the narrow one all is near.
    const wide = boundaryDistance(box(9, 2, 2), box(9, 2, 7))
    expect(wide.mean).toBeCloseTo((2 * (1 + 2 + 3 + 4) + 5 * 5) / (5 + 18))
    expect(wide.percentile95).toBe(5)
  })

  it('is infinite when one mask is empty, and 0 when both are', () => {
    const empty = encode(bitmap('..'))
    expect(boundaryDistance(empty, encode(bitmap('#.')))).toEqual({ mean: Infinity, percentile95: Infinity })
    expect(boundaryDistance(empty, empty)).toEqual({ mean: 0, percentile95: 0 })
  })

  it('is the same in both directions', () => {
    fc.assert(
      fc.property(bitmapsOfOneSize(2), bitmaps => {
        const [a, b] = bitmaps.map(mask => encode(mask))
        const [there, back] = [boundaryDistance(a!, b!), boundaryDistance(b!, a!)]
        expect(there.percentile95).toBe(back.percentile95)
        expect(there.mean === back.mean || Math.abs(there.mean - back.mean) < 1e-12).toBe(true)
      }),
    )
  })
})

describeShared('the DAVIS toolkit', () => {
  type Case = {
    name: string
    height: number
    width: number
    prediction_counts: number[]
    truth_counts: number[]
    void_counts: number[] | null
    bound_th: number
    radius: number
    F: number
    J: number
  }
  type Picture = { mask: string[]; boundary: string[] }
  const reference: { cases: Case[]; boundary_map_example: Picture; boundary_map_full: Picture } = JSON.parse(
    readFileSync(shared('reference/boundary/cases.json'), 'utf8'),
  )

  it.each(reference.cases)(
    'has the same F and J: $name, threshold $bound_th',
    ({ width, height, ...pair }) => {
      const mask = (counts: number[]): Rle => ({ width, height, counts: Uint32Array.from(counts) })
      const [prediction, truth] = [mask(pair.prediction_counts), mask(pair.truth_counts)]
      const ignored = pair.void_counts ? mask(pair.void_counts) : undefined
      expect(boundaryF(prediction, truth, ignored, pair.bound_th)).toBeCloseTo(pair.F, 14)
      expect(iou(prediction, truth, ignored)).toBeCloseTo(pair.J, 14)
    },
  )

  it.each([reference.boundary_map_example, reference.boundary_map_full])(
    'has the same boundary map',
    picture => {
      expect(rows(boundaryMap(bitmap(...picture.mask)))).toEqual(picture.boundary)
    },
  )
})
