import { expect, it } from 'vitest'
import { bitmap } from '../../test/bitmaps.ts'
import { Mask } from './mask.ts'
import { nearestRimPixel } from './nearest-rim.ts'

const block = Mask.fromBitmap(bitmap('........', '.#####..', '.#####..', '.#####..', '........'))

it('is the pixel itself where the place lies on the rim', () => {
  expect(nearestRimPixel(block, { x: 5, y: 2 })).toEqual({ x: 5, y: 2 })
})

it('is the nearest one, from inside and from outside', () => {
  expect(nearestRimPixel(block, { x: 2, y: 2 })).toEqual({ x: 2, y: 1 })
  expect(nearestRimPixel(block, { x: 7.4, y: 2.2 })).toEqual({ x: 5, y: 2 })
})

it('lies on the edge of the photo where the mask does', () => {
  const cut = Mask.fromBitmap(bitmap('##', '##'))
  expect(nearestRimPixel(cut, { x: -3, y: 5 })).toEqual({ x: 0, y: 1 })
})

it('does not exist for an empty mask', () => {
  expect(() => nearestRimPixel(Mask.empty({ width: 3, height: 3 }), { x: 0, y: 0 })).toThrow('no rim')
})
