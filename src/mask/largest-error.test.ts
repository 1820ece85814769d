import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { largestError } from './largest-error.ts'
import { Mask } from './mask.ts'

const mask = (...rows: string[]) => Mask.fromBitmap(bitmap(...rows))

describe('largestError', () => {
  it('is what was missed, when that is the larger part, and its middle is a place inside', () => {
    const truth = mask('........', '.######.', '.######.', '.######.', '........')
    const prediction = mask('........', '.##.....', '.##.....', '.##.....', '.#......')
    const error = largestError(prediction, truth)!
    expect(error.missed).toBe(true)
    expect(error.region.equals(mask('........', '...####.', '...####.', '...####.', '........'))).toBe(true)
    expect(error.middle).toEqual({ x: 4, y: 2 })
    expect(error.radius).toBe(2)
  })

  it('is what leaks, when that is the larger part', () => {
    const truth = mask('##....', '##....', '......')
    const prediction = mask('##.###', '#..###', '...###')
    expect(largestError(prediction, truth)).toMatchObject({ missed: false, middle: { x: 4, y: 1 } })
  })

  it('does not see what is ignored', () => {
    const truth = mask('####....')
    const prediction = mask('##....##')
    const ignored = mask('##....##')
    expect(largestError(prediction, truth, ignored)).toMatchObject({ missed: true, middle: { x: 2, y: 0 } })
  })

  it('is nothing where the mask is right', () => {
    const truth = mask('.##.', '.##.')
    expect(largestError(truth, truth)).toBeUndefined()
  })

  it('is wrong everywhere, also in its middle', () => {
    fc.assert(
      fc.property(anyBitmap, fc.infiniteStream(fc.boolean()), (shape, flips) => {
        const truth = Mask.fromBitmap(shape)
        const prediction = Mask.fromBitmap({
          ...shape,
          data: shape.data.map(v => (flips.next().value ? 1 - v : v)),
        })
        const error = largestError(prediction, truth)
        if (!error) {
          expect(prediction.equals(truth)).toBe(true)
          return
        }
        expect(error.region.difference(truth.exclusive(prediction)).area).toBe(0)
        const { x, y } = error.middle
        const inside = (m: Mask) => m.toBitmap({ x0: x, y0: y, x1: x, y1: y }).data[0]
        expect(inside(error.region)).toBe(1)
        expect(inside(truth)).toBe(error.missed ? 1 : 0)
        expect(inside(prediction)).toBe(error.missed ? 0 : 1)
      }),
    )
  })
})
