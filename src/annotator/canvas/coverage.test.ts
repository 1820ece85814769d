import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../../test/bitmaps.ts'
import type { Box } from '../../image/index.ts'
import { Mask } from '../../mask/index.ts'
import { columnRuns } from './column-runs.ts'
import { coverage } from './coverage.ts'

function covered(mask: Mask, scale: number, window: Box): number[][] {
  const [width, height] = [window.x1 - window.x0 + 1, window.y1 - window.y0 + 1]
  const out = new Uint8Array(width * height)
  const runs = columnRuns(mask)
  if (runs) coverage(runs, scale, window, out)
  return Array.from({ length: height }, (_, y) => [...out.subarray(y * width, (y + 1) * width)])
}

describe('coverage', () => {
  it('is all or nothing when pixels are enlarged', () => {
    const mask = Mask.fromBitmap(bitmap('#.', '##'))
    expect(covered(mask, 2, { x0: 0, y0: 0, x1: 3, y1: 3 })).toEqual([
      [255, 255, 0, 0],
      [255, 255, 0, 0],
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ])
  })

  it('is a share when several pixels lie under one', () => {
    const mask = Mask.fromBitmap(bitmap('#...', '##..', '....', '####'))
    expect(covered(mask, 0.5, { x0: 0, y0: 0, x1: 1, y1: 1 })).toEqual([
      [191, 0],
      [128, 128],
    ])
  })

  it('at scale 1 is the mask, in any window', () => {
    fc.assert(
      fc.property(
        anyBitmap,
        fc.integer({ min: -3, max: 9 }),
        fc.integer({ min: -3, max: 9 }),
        (picture, x0, y0) => {
          const mask = Mask.fromBitmap(picture)
          const window = { x0, y0, x1: x0 + 7, y1: y0 + 5 }
          const { data } = mask.toBitmap(window)
          expect(covered(mask, 1, window).flat()).toEqual([...data].map(value => 255 * value))
        },
      ),
    )
  })

  it('of a reduced mask adds up to its area', () => {
    fc.assert(
      fc.property(anyBitmap, picture => {
        const mask = Mask.fromBitmap(picture)
        const sum = covered(mask, 0.25, { x0: 0, y0: 0, x1: 9, y1: 9 })
          .flat()
          .reduce((a, b) => a + b, 0)
        expect(Math.abs((16 * sum) / 255 - mask.area)).toBeLessThan(2)
      }),
    )
  })
})
