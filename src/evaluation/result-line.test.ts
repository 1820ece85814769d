import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import { resultLine } from './result-line.ts'

it('is one line of JSON from which the mask can be had again', () => {
  const prediction = Mask.fromBitmap({ width: 3, height: 2, data: Uint8Array.of(0, 1, 1, 0, 1, 0) })
  const line = resultLine({
    entry: {
      id: 'bear\n.png#1',
      image: 'bear.jpg',
      annotation: 'bear.png',
      object: 1,
      area: 9,
      class: 'bear',
      set: 'zoo',
    },
    clicks: { points: [{ x: 1, y: 0 }] },
    prediction,
    area: 10,
    iou: 0,
    boundaryF: 0,
    distance95: Number.POSITIVE_INFINITY,
    seconds: 0.5,
  })
  expect(line.indexOf('\n')).toBe(line.length - 1)
  const { mask, ...rest } = JSON.parse(line)
  expect(Mask.fromRle(mask).equals(prediction)).toBe(true)
  expect(rest).toEqual({
    id: 'bear\n.png#1',
    image: 'bear.jpg',
    class: 'bear',
    set: 'zoo',
    clicks: { points: [{ x: 1, y: 0 }] },
    area: 10,
    iou: 0,
    boundaryF: 0,
    distance95: null,
    seconds: 0.5,
  })
})
