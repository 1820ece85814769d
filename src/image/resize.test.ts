import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Interpolation, resize } from './resize.ts'

// That the values are OpenCV's is tested in test/reference-resize.test.ts.

const interpolation = fc.constantFrom<Interpolation>('nearest', 'linear', 'cubic')
const side = fc.integer({ min: 1, max: 20 })

it('keeps an even area as it is, down to pictures of one pixel', () => {
  fc.assert(
    fc.property(side, side, side, side, interpolation, (width, height, toWidth, toHeight, method) => {
      const image = { width, height, channels: 2, data: new Uint8Array(width * height * 2).fill(200) }
      const out = resize(image, { width: toWidth, height: toHeight }, method)
      expect(out.data).toHaveLength(toWidth * toHeight * 2)
      for (const value of out.data) expect(Math.abs(value - 200)).toBeLessThanOrEqual(1)
    }),
  )
})

it('copies when the size stays', () => {
  const image = { width: 2, height: 1, channels: 1, data: Float32Array.of(0.25, 7) }
  const copy = resize(image, image, 'cubic')
  expect(copy).toEqual(image)
  expect(copy.data).not.toBe(image.data)
})

it('overshoots at an edge in float32 and is limited to 0..255 in bytes', () => {
  const edge = [0, 0, 0, 255, 255, 255]
  const size = { width: 12, height: 1 }
  const floats = resize({ width: 6, height: 1, channels: 1, data: Float32Array.from(edge) }, size, 'cubic')
  const bytes = resize({ width: 6, height: 1, channels: 1, data: Uint8Array.from(edge) }, size, 'cubic')
  expect(Math.max(...floats.data)).toBeGreaterThan(260)
  expect(Math.min(...floats.data)).toBeLessThan(-5)
  expect(Math.max(...bytes.data)).toBe(255)
  expect(Math.min(...bytes.data)).toBe(0)
})
