import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap, rows } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'
import { split } from './split.ts'

const place = fc.record({ x: fc.integer({ min: -2, max: 21 }), y: fc.integer({ min: -2, max: 21 }) })

describe('a mask cut along a line', () => {
  it('falls into the pieces at its sides', () => {
    const mask = Mask.fromBitmap(bitmap('########', '########', '########'))
    const line = [
      { x: 5, y: -1 },
      { x: 5, y: 3 },
    ]
    expect(split(mask, line).map(piece => piece.box!.x1 - piece.box!.x0 + 1)).toEqual([6, 2])
  })

  it('stays whole when the line ends inside', () => {
    const mask = Mask.fromBitmap(bitmap('########', '########', '########', '########', '########'))
    expect(
      split(mask, [
        { x: 4, y: -1 },
        { x: 4, y: 1 },
      ]),
    ).toEqual([mask])
  })

  it('leaves what the line does not touch with the largest piece', () => {
    const mask = Mask.fromBitmap(bitmap('#..........', '...........', '########.##', '########.##'))
    const pieces = split(mask, [
      { x: 5, y: 0 },
      { x: 5, y: 9 },
    ])
    expect(pieces.map(piece => rows(piece.toBitmap()))).toEqual([
      ['#..........', '...........', '######...##', '######...##'],
      ['...........', '...........', '......##...', '......##...'],
    ])
  })

  it('loses no pixel and gives none twice', () => {
    fc.assert(
      fc.property(anyBitmap, fc.array(place, { maxLength: 4 }), (picture, line) => {
        const mask = Mask.fromBitmap(picture)
        const pieces = split(mask, line)
        expect(Mask.unionOf(pieces, mask).equals(mask)).toBe(true)
        expect(pieces.reduce((sum, piece) => sum + piece.area, 0)).toBe(mask.area)
      }),
    )
  })
})
