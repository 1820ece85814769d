import { expect, it } from 'vitest'
import { bitmap, rows } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'
import { smooth } from './smooth.ts'
import { stroke } from './stroke.ts'

it('a speck and a pinhole go', () => {
  const picture = bitmap(
    '.......',
    '.#.....',
    '.......',
    '.......',
    '..#####',
    '..##.##',
    '..#####',
    '..#####',
  )
  expect(rows(smooth(Mask.fromBitmap(picture), 0.7).toBitmap())).toEqual([
    '.......',
    '.......',
    '.......',
    '.......',
    '..#####',
    '..#####',
    '..#####',
    '..#####',
  ])
})

it('half a photo stays, also up to its border', () => {
  const half = Mask.fromBitmap(bitmap('###...', '###...', '###...', '###...'))
  expect(smooth(half, 1).equals(half)).toBe(true)
})

it('a disc keeps its place and nearly its size', () => {
  const size = { width: 80, height: 80 }
  const disc = stroke([{ x: 40, y: 40 }], 25, size)
  const calm = smooth(disc, 2)
  expect(calm.area / disc.area).toBeCloseTo(1, 1)
  expect(calm.box).toEqual({ x0: 16, y0: 16, x1: 64, y1: 64 })
})

it('an empty mask stays, and sigma is more than 0', () => {
  const empty = Mask.empty({ width: 3, height: 2 })
  expect(smooth(empty, 1)).toBe(empty)
  expect(() => smooth(empty, 0)).toThrow(new RangeError('smooth: sigma is 0, expected pixels, more than 0'))
})
