import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from '../image/index.ts'
import { frame, inputToPhoto, pointInInput } from './frame.ts'
import { presets } from './preset.ts'

const coordinate = fc.double({ min: -50, max: 4000, noNaN: true })
const point = fc.record({ x: coordinate, y: coordinate })
const points = fc.array(point, { minLength: 4, maxLength: 7 })

// The paper preset is tested against the released code in test/reference-guidance.test.ts.

describe('the frame of the default preset', () => {
  const preset = presets.default

  it('surrounds the box of the clicks by a share of its longer side', () => {
    const { box, object, size } = frame(
      { points: [10, 109].flatMap(x => [20, 39].map(y => ({ x, y }))) },
      preset,
    )
    expect(object).toEqual({ x0: 10, y0: 20, x1: 109, y1: 39 })
    expect(box).toEqual({ x0: -10, y0: 0, x1: 129, y1: 59 })
    expect(size).toBe(256)
  })

  it('shows some pixels around the smallest object', () => {
    const { box } = frame({ points: new Array(4).fill({ x: 5, y: 5 }) }, preset)
    expect(box).toEqual({ x0: -5, y0: -5, x1: 15, y1: 15 })
  })

  it('keeps clicks where they are: the map of the frame takes them back to the photo', () => {
    fc.assert(
      fc.property(points, point, (clicks, p) => {
        const place = frame({ points: clicks }, preset)
        const back = apply(inputToPhoto(place), pointInInput(p, place, 'exact'))
        expect(Math.abs(back.x - p.x)).toBeLessThan(1e-6)
        expect(Math.abs(back.y - p.y)).toBeLessThan(1e-6)
      }),
    )
  })

  it('has the edges of its box at the edges of the input', () => {
    const place = { box: { x0: 3, y0: 4, x1: 12, y1: 8 }, object: { x0: 5, y0: 5, x1: 9, y1: 7 }, size: 20 }
    const map = inputToPhoto(place)
    expect(apply(map, { x: -0.5, y: -0.5 })).toEqual({ x: 2.5, y: 3.5 })
    expect(apply(map, { x: 19.5, y: 19.5 })).toEqual({ x: 12.5, y: 8.5 })
  })

  it('does not depend on the order of the points', () => {
    fc.assert(
      fc.property(points, clicks => {
        expect(frame({ points: clicks.toReversed() }, preset)).toEqual(frame({ points: clicks }, preset))
      }),
    )
  })

  it('is made of a box as of its corners, and grows to show what is to be included', () => {
    const box = { x0: 10, y0: 20, x1: 109, y1: 39 }
    const corners = [10, 109].flatMap(x => [20, 39].map(y => ({ x, y })))
    expect(frame({ points: [], box }, preset)).toEqual(frame({ points: corners }, preset))
    const grown = frame({ points: corners, include: [{ x: 130, y: 30 }], exclude: [{ x: 0, y: 0 }] }, preset)
    expect(grown.object).toEqual({ ...box, x1: 130 })
  })
})

it('a kept aspect makes the box square about its middle', () => {
  const preset = { ...presets.default, aspect: 'kept' } as const
  const { box } = frame({ points: [], box: { x0: 10, y0: 20, x1: 109, y1: 39 } }, preset)
  expect(box).toEqual({ x0: -10, y0: -40, x1: 129, y1: 99 })
})

it('released sampling truncates towards zero', () => {
  const clicks = [
    { x: -0.5, y: 10.9 },
    { x: 30.99, y: 12 },
  ]
  const place = frame({ points: [...clicks, ...clicks] }, presets.paper)
  expect(place.object).toEqual({ x0: -0, y0: 10, x1: 30, y1: 12 })
  expect(place.box).toEqual({ x0: -50, y0: -40, x1: 80, y1: 62 })
})
