import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { random } from '../image/index.ts'
import type { Bitmap } from './bitmap.ts'
import { drawExtremePoints, extremeCandidates, jitterPoints, middleExtremePoints } from './extreme-points.ts'

const plus = bitmap(
  '..#..', //
  '.....',
  '#####',
  '..#..',
)
const empty = bitmap('...')

describe('extreme points', () => {
  it('are the left-most, right-most, top and bottom pixels', () => {
    expect(middleExtremePoints(plus)).toEqual([
      { x: 0, y: 2 },
      { x: 4, y: 2 },
      { x: 2, y: 0 },
      { x: 2, y: 3 },
    ])
  })

  it('are in photo coordinates when the bitmap is placed in a photo', () => {
    const [left] = middleExtremePoints({ ...plus, x: 100, y: 50 })
    expect(left).toEqual({ x: 100, y: 52 })
  })

  it('are the middle ones for evaluation, of two the upper or left one, and always inside', () => {
    const mask = bitmap(
      '##.##', //
      '#...#',
      '#...#',
      '#####',
    )
    expect(middleExtremePoints(mask)).toEqual([
      { x: 0, y: 1 },
      { x: 4, y: 1 },
      { x: 1, y: 0 },
      { x: 2, y: 3 },
    ])
  })

  it('are drawn from the candidates, in the order left, right, top, bottom', () => {
    fc.assert(
      fc.property(
        anyBitmap.filter(mask => mask.data.includes(1)),
        fc.integer({ min: 0, max: 6 }),
        fc.integer(),
        (mask, tolerance, seed) => {
          const candidates = extremeCandidates(mask, tolerance)
          const points = drawExtremePoints(mask, tolerance, random(seed))
          for (const side of [0, 1, 2, 3]) expect(candidates[side]).toContainEqual(points[side])
        },
      ),
    )
  })

  it('are the same for the same seed, and reach every candidate', () => {
    const mask = bitmap('####')
    const tops = Array.from({ length: 100 }, (_, seed) => drawExtremePoints(mask, 0, random(seed))[2].x)
    expect(new Set(tops)).toEqual(new Set([0, 1, 2, 3]))
    expect(drawExtremePoints(mask, 0, random(7))).toEqual(drawExtremePoints(mask, 0, random(7)))
  })

  it('of an empty mask are refused', () => {
    for (const choose of [middleExtremePoints, extremeCandidates])
      expect(() => choose(empty)).toThrow('extreme points: the mask is empty')
  })
})

describe('jitter', () => {
  const corners = [
    { x: 10, y: 60 },
    { x: 109, y: 60 },
    { x: 60, y: 10 },
    { x: 60, y: 109 },
  ]

  it('of share 0 leaves the points where they are', () => {
    expect(jitterPoints(corners, 0, random(1))).toEqual(corners)
  })

  it('is the same for the same seed', () => {
    expect(jitterPoints(corners, 0.02, random(1))).toEqual(jitterPoints(corners, 0.02, random(1)))
  })

  it('moves as far as its share of the object, and as often inside as outside', () => {
    const shifts = Array.from(
      { length: 2000 },
      (_, seed) => jitterPoints(corners, 0.02, random(seed))[0]!.x - 10,
    )
    const mean = shifts.reduce((a, b) => a + b) / shifts.length
    const deviation = Math.sqrt(shifts.reduce((sum, shift) => sum + shift ** 2, 0) / shifts.length)
    expect(Math.abs(mean)).toBeLessThan(0.15)
    expect(deviation).toBeGreaterThan(1.9)
    expect(deviation).toBeLessThan(2.1)
  })
})

describeShared('the released point sampler', () => {
  type Sides = {
    left: [number, number][]
    right: [number, number][]
    top: [number, number][]
    bottom: [number, number][]
  }
  type Case = {
    name: string
    width: number
    height: number
    mask_rows?: string[]
    mask_values?: number[][]
  } & Record<'pert0' | 'pert1' | 'pert5', Sides>
  const { cases }: { cases: Case[] } = JSON.parse(
    readFileSync(shared('reference/extreme_points/cases.json'), 'utf8'),
  )

  it.each(cases)('$name', ({ width, height, mask_rows, mask_values, ...expected }) => {
    const mask: Bitmap = mask_rows
      ? bitmap(...mask_rows)
      : { width, height, data: Uint8Array.from(mask_values!.flat(), value => (value > 0.5 ? 1 : 0)) }
    for (const tolerance of [0, 1, 5] as const) {
      const { left, right, top, bottom } = expected[`pert${tolerance}`]
      const points = extremeCandidates(mask, tolerance).map(side => side.map(({ x, y }) => [x, y]))
      expect(points).toEqual([left, right, top, bottom])
    }
  })
})
