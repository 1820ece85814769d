import { expect, it } from 'vitest'
import { heatmap } from './heatmap.ts'

const size = { width: 40, height: 30 }
const at = (heat: Float32Array, x: number, y: number) => heat[y * size.width + x]!

it('is the peak at a point and half of it half a click width away', () => {
  const heat = heatmap([{ x: 20, y: 15 }], size, 10, 255)
  expect(at(heat, 20, 15)).toBe(255)
  expect(at(heat, 25, 15)).toBeCloseTo(127.5, 4)
  expect(at(heat, 20, 5)).toBeCloseTo(255 / 16, 4)
})

it('is the highest of the Gaussians of all points, within 2^-25 of the peak', () => {
  const points = [
    { x: 3.3, y: 4 },
    { x: 11, y: 9.75 },
    { x: 39, y: 29 },
  ]
  const heat = heatmap(points, size, 4, 1)
  for (let y = 0; y < 30; y++)
    for (let x = 0; x < 40; x++) {
      const all = points.map(p => 2 ** (-4 * (((x - p.x) ** 2 + (y - p.y) ** 2) / 16)))
      expect(Math.abs(at(heat, x, y) - Math.max(...all))).toBeLessThan(1e-7)
    }
})

it('shows the rim of points outside the map, and nothing of those far away', () => {
  const near = heatmap([{ x: -3, y: 10 }], size, 10, 1)
  expect(at(near, 0, 10)).toBeCloseTo(2 ** (-4 * 0.09), 6)
  expect(heatmap([{ x: 900, y: -4000 }], size, 10, 1).every(v => v === 0)).toBe(true)
  expect(heatmap([], size, 10, 1).every(v => v === 0)).toBe(true)
})

it('refuses a click width of zero', () => {
  expect(() => heatmap([], size, 0, 1)).toThrow('heatmap: clickWidth is 0, expected more than 0')
})
