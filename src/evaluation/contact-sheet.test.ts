import { expect, it } from 'vitest'
import type { Dataset } from '../datasets/index.ts'
import { Mask } from '../mask/index.ts'
import { choose, contactSheet } from './contact-sheet.ts'
import type { ObjectResult } from './evaluate.ts'

const size = { width: 30, height: 20 }
const bitmap = (x0: number) =>
  Uint8Array.from({ length: 600 }, (_, i) => (i % 30 >= x0 && i % 30 < 20 ? 1 : 0))

function result(iou: number): ObjectResult {
  return {
    entry: {
      id: `photo-${iou}.png#1`,
      image: '',
      annotation: '',
      object: 1,
      area: 200,
      class: 'salt & pepper',
    },
    clicks: { points: [{ x: 10, y: 10 }] },
    prediction: Mask.fromBitmap({ ...size, data: bitmap(12) }),
    area: 200,
    iou,
    boundaryF: 1,
    distance95: 0,
    seconds: 0,
  }
}

const ious = (results: readonly ObjectResult[]) => results.map(({ iou }) => iou)

it('chooses the worst from the worst on, the best from the best on, and the median between', () => {
  const results = [0.5, 0.1, 0.9, 0.7, 0.3, 0.6, 0.8, 0.2, 0.4].map(result)
  const { worst, median, best } = choose(results, { worst: 2, median: 3, best: 2 })
  expect(ious(worst)).toEqual([0.1, 0.2])
  expect(ious(median)).toEqual([0.4, 0.5, 0.6])
  expect(ious(best)).toEqual([0.9, 0.8])
})

it('shows no object twice when there are few', () => {
  const { worst, median, best } = choose([0.3, 0.1, 0.2].map(result), { worst: 2, median: 2, best: 2 })
  expect(ious([...worst, ...median, ...best])).toEqual([0.1, 0.2, 0.3])
})

it('draws each object with both outlines, its IoU, class and name', async () => {
  const dataset: Dataset = {
    name: 'salt',
    entries: [],
    annotatedSize: async () => size,
    read: async () => ({
      photo: { ...size, channels: 3, data: new Uint8Array(1800).fill(128) },
      mask: { ...size, channels: 1, data: bitmap(10).map(value => 255 * value) },
    }),
  }
  const svg = await contactSheet(dataset, [result(0.8)], 'Salt')
  expect(svg.match(/<image /g)).toHaveLength(1)
  expect(svg).toContain('>0.800<')
  expect(svg).toContain('salt &amp; pepper')
  expect(svg).toContain('photo-0.8.png#1')
  // A true outline of 10 × 20 pixels and one of 8 × 20, on tiles that show 34.4 × 34.4 pixels.
  const scale = 288 / 34.4
  const widths = [...svg.matchAll(/d="M([\d.]+) [\d.]+L([\d.]+) /g)].map(([, a, b]) => Number(b) - Number(a))
  expect(widths[0]).toBeCloseTo(2 * scale, 0) // what was missed
  expect(widths[1]).toBeCloseTo(10 * scale, 0)
  expect(widths[3]).toBeCloseTo(8 * scale, 0)
})
