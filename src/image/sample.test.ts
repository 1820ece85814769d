import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Affine, apply, compose, rotation } from './affine.ts'
import { pyramid } from './pyramid.ts'
import { sample } from './sample.ts'

// Brightness rises evenly over the photo, so that the value at any place is known; halving rounds it.
const ramp = { width: 400, height: 300, at: (x: number, y: number) => 20 + 0.3 * x + 0.25 * y }
const photo = pyramid({
  width: ramp.width,
  height: ramp.height,
  channels: 1,
  data: Uint8Array.from({ length: ramp.width * ramp.height }, (_, i) =>
    Math.round(ramp.at(i % ramp.width, Math.floor(i / ramp.width))),
  ),
})
const white = (width: number, height: number) =>
  pyramid({ width, height, channels: 1, data: new Uint8Array(width * height).fill(255) })
const total = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0)

describe('sample', () => {
  it('shows the photo at the place that the map says, for any scale, stretch, flip and rotation', () => {
    const scale = fc.double({ min: 0.2, max: 12, noNaN: true })
    const about = { x: 200, y: 150 }
    fc.assert(
      fc.property(
        scale,
        scale,
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.boolean(),
        fc.boolean(),
        (sx, sy, angle, upright, flip) => {
          const centred: Affine = [flip ? -sx : sx, 0, 200 - (flip ? -3.5 : 3.5) * sx, 0, sy, 150 - 3.5 * sy]
          const map = upright ? centred : compose(rotation(about, angle), centred)
          const { data } = sample(photo, map, { width: 8, height: 8 })
          for (let v = 0; v < 8; v++)
            for (let u = 0; u < 8; u++) {
              const { x, y } = apply(map, { x: u, y: v })
              const reach = 3 * Math.max(sx, sy)
              if (x < reach || y < reach || x > 399 - reach || y > 299 - reach) continue
              expect(Math.abs(data[v * 8 + u]! - ramp.at(x, y))).toBeLessThan(1.5)
            }
        },
      ),
    )
  })

  it('gives nearly the same upright and turned by next to nothing, up to the edges', () => {
    for (const scale of [0.4, 1, 1.7, 2.6, 6, 40])
      for (const stretch of [1, 2.4]) {
        const upright: Affine = [scale, 0, -20, 0, scale * stretch, -30]
        const turned: Affine = [scale, 1e-9, -20, 0, scale * stretch, -30]
        const size = { width: 60, height: 50 }
        const a = sample(photo, upright, size).data
        const b = sample(photo, turned, size).data
        for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-2)
      }
  })

  it('copies pixels at scale 1 and gives 0 outside', () => {
    const small = pyramid({ width: 2, height: 2, channels: 1, data: Uint8Array.of(10, 20, 30, 40) })
    const { data } = sample(small, [1, 0, -1, 0, 1, -1], { width: 4, height: 4 })
    expect([...data]).toEqual([0, 0, 0, 0, 0, 10, 20, 0, 0, 30, 40, 0, 0, 0, 0, 0])
  })

  it('writes channel by channel', () => {
    const colours = pyramid({ width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) })
    expect([...sample(colours, [1, 0, 0, 0, 1, 0], { width: 2, height: 1 }).data]).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('gives 255 times the covered area of a mask, so that areas are kept when it shrinks', () => {
    for (const scale of [1.3, 2, 3.7, 9]) {
      const width = Math.ceil(500 / scale)
      const { data } = sample(white(157, 211), [scale, 0, -100.3, 0, scale, -80.7], { width, height: width })
      const area = (total(data) / 255) * scale ** 2
      expect(Math.abs(area / (157 * 211) - 1)).toBeLessThan(0.02)
    }
  })

  it('reads pictures of one row and of one pixel', () => {
    const row = sample(white(100, 1), [2, 0, 0.5, 0, 2, -5], { width: 50, height: 6 })
    const column = row.data.filter((_, i) => i % 50 === 20)
    expect(total(column)).toBe(128) // one pixel of the photo is half of one of the result
    expect([...sample(white(1, 1), [0.1, 0, 0, 0, 0.1, 0], { width: 1, height: 1 }).data]).toEqual([255])
  })

  it('is 0 everywhere when the map shows nothing of the photo', () => {
    for (const x of [-900, 900]) {
      expect(total(sample(photo, [1, 0, x, 0, 1, 0], { width: 8, height: 8 }).data)).toBe(0)
      expect(total(sample(photo, [1, 0.1, x, 0, 1, 0], { width: 8, height: 8 }).data)).toBe(0)
    }
  })
})
