import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { Mask } from '../mask/index.ts'
import { bridged } from './bridge.ts'

it('a ring of pixels with an island in its hole is one line, and filled it is the same', () => {
  const mask = Mask.fromBitmap(bitmap('#####', '#...#', '#.#.#', '#...#', '#####'))
  const line = bridged(mask.contours())
  const corners = 3 * 4 + 2 * 2
  expect(line).toHaveLength(2 * corners)
  expect(Mask.fromPolygons([line], mask)).toEqual(mask)
})

it('any mask is the same after its rings became one', () => {
  fc.assert(
    fc.property(anyBitmap, bitmap => {
      const mask = Mask.fromBitmap(bitmap)
      expect(Mask.fromPolygons([bridged(mask.contours())], mask).equals(mask)).toBe(true)
    }),
  )
})
