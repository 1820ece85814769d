import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap, rows } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'
import { closing, dilate, erode, opening } from './morphology.ts'

const radius = fc.double({ min: 0, max: 4, noNaN: true })
const mask = anyBitmap.map(picture => Mask.fromBitmap(picture))
const isInside = (a: Mask, b: Mask) => a.difference(b).area === 0

it('a pixel dilates to a disc', () => {
  const picture = bitmap('.....', '.....', '..#..', '.....', '.....')
  expect(rows(dilate(Mask.fromBitmap(picture), 1.5).toBitmap())).toEqual([
    '.....',
    '.###.',
    '.###.',
    '.###.',
    '.....',
  ])
})

it('the border of the photo eats nothing', () => {
  const full = Mask.fromBitmap(bitmap('###', '###'))
  expect(erode(full, 2).equals(full)).toBe(true)
})

it('what dilation adds to a mask, erosion takes from what is outside', () => {
  fc.assert(
    fc.property(mask, radius, (inside, by) => {
      const outside = Mask.fromBitmap({ ...inside.toBitmap(), data: inside.toBitmap().data.map(v => 1 - v) })
      const eroded = erode(outside, by)
      expect(dilate(inside, by).area + eroded.area).toBe(inside.width * inside.height)
      expect(dilate(inside, by).intersection(eroded).area).toBe(0)
    }),
  )
})

it.each([
  ['opening takes away and', opening, (after: Mask, before: Mask) => isInside(after, before)],
  ['closing adds and', closing, (after: Mask, before: Mask) => isInside(before, after)],
])('%s changes nothing when done again', (_, change, expected) => {
  fc.assert(
    fc.property(mask, radius, (before, by) => {
      const after = change(before, by)
      expect(expected(after, before)).toBe(true)
      expect(change(after, by).equals(after)).toBe(true)
    }),
  )
})

it('opening takes a hair away, closing fills a cleft', () => {
  expect(
    rows(opening(Mask.fromBitmap(bitmap('.....', '..###', '#####', '..###', '.....')), 1).toBitmap()),
  ).toEqual(['.....', '..###', '.####', '..###', '.....'])
  expect(rows(closing(Mask.fromBitmap(bitmap('##.##', '##.##', '##.##')), 1).toBitmap())).toEqual([
    '#####',
    '#####',
    '#####',
  ])
})

describe('a radius below 0 is refused by', () => {
  it.each([dilate, erode])('%o', change => {
    expect(() => change(Mask.empty({ width: 1, height: 1 }), -1)).toThrow(
      'radius is -1, expected pixels from 0',
    )
  })
})
