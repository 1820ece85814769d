import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Affine, apply, compose, identity, invert, rotation } from './affine.ts'

const number = fc.double({ min: -10, max: 10, noNaN: true })
const point = fc.record({ x: number, y: number })
const affine: fc.Arbitrary<Affine> = fc.tuple(number, number, number, number, number, number)
const invertible = affine.filter(([a, b, , d, e]) => Math.abs(a * e - b * d) > 0.1)

it('composes maps from right to left', () => {
  fc.assert(
    fc.property(affine, affine, point, (outer, inner, p) => {
      const once = apply(compose(outer, inner), p)
      const twice = apply(outer, apply(inner, p))
      expect(once.x).toBeCloseTo(twice.x, 6)
      expect(once.y).toBeCloseTo(twice.y, 6)
    }),
  )
})

it('comes back through the inverse', () => {
  fc.assert(
    fc.property(invertible, point, (map, p) => {
      const back = apply(invert(map), apply(map, p))
      expect(back.x).toBeCloseTo(p.x, 6)
      expect(back.y).toBeCloseTo(p.y, 6)
    }),
  )
  expect(compose(identity, rotation({ x: 3, y: 4 }, 30))).toEqual([...rotation({ x: 3, y: 4 }, 30)])
})

it('rotates counter-clockwise as seen, about the centre', () => {
  const map = rotation({ x: 10, y: 10 }, 90, 2)
  const centre = apply(map, { x: 10, y: 10 })
  expect(centre.x).toBeCloseTo(10)
  expect(centre.y).toBeCloseTo(10)
  const right = apply(map, { x: 11, y: 10 })
  expect(right.x).toBeCloseTo(10)
  expect(right.y).toBeCloseTo(8)
})

it('refuses to invert a map that flattens the plane', () => {
  expect(() => invert([1, 2, 0, 2, 4, 0])).toThrow('invert: the map [1, 2, 0, 2, 4, 0] has determinant 0')
})
