import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { squaredDistances } from './distance.ts'

it('distances around one pixel are those of Pythagoras', () => {
  const mask = bitmap(
    '...', //
    '#..',
    '...',
  )
  expect([...squaredDistances(mask)]).toEqual([1, 2, 5, 0, 1, 4, 1, 2, 5])
})

it('distances to nothing are 2^32 - 1', () => {
  expect([...squaredDistances(bitmap('..', '..'))]).toEqual(Array(4).fill(2 ** 32 - 1))
})

it('distances are those to the nearest of all pixels, one by one', () => {
  fc.assert(
    fc.property(
      anyBitmap.filter(mask => mask.data.includes(1)),
      ({ width, height, data }) => {
        const ones = [...data.keys()].filter(i => data[i])
        const nearest = Array.from(data, (_, i) =>
          Math.min(
            ...ones.map(
              one =>
                ((i % width) - (one % width)) ** 2 + (Math.floor(i / width) - Math.floor(one / width)) ** 2,
            ),
          ),
        )
        expect([...squaredDistances({ width, height, data })]).toEqual(nearest)
      },
    ),
  )
})

it('a bitmap with distances beyond 32 bits is refused', () => {
  expect(() => squaredDistances({ width: 65536, height: 1, data: new Uint8Array(65536) })).toThrow(
    'distance: a bitmap of 65536×1 is too large, expected a diagonal below 65,536 pixels',
  )
})
