import { expect, it } from 'vitest'
import { crop } from './crop.ts'

// 1 2 3
// 4 5 6
const image = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }

it('takes the pixels of a box, ends included', () => {
  const { width, height, data } = crop(image, { x0: 1, y0: 0, x1: 2, y1: 1 })
  expect([width, height, [...data]]).toEqual([2, 2, [2, 3, 5, 6]])
})

it('fills with zeros what lies outside', () => {
  const { data } = crop(image, { x0: -1, y0: -1, x1: 3, y1: 1 })
  expect([...data]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0])
})

it('is all zeros for a box beside the image', () => {
  expect([...crop(image, { x0: 5, y0: 0, x1: 6, y1: 1 }).data]).toEqual([0, 0, 0, 0])
  expect([...crop(image, { x0: 0, y0: -4, x1: 1, y1: -3 }).data]).toEqual([0, 0, 0, 0])
})

it('keeps channels together and the type of the values', () => {
  const colours = { width: 2, height: 1, channels: 3, data: Float32Array.of(0.5, 1, 2, 3, 4, 5) }
  expect(crop(colours, { x0: 1, y0: 0, x1: 1, y1: 0 })).toEqual({
    width: 1,
    height: 1,
    channels: 3,
    data: Float32Array.of(3, 4, 5),
  })
})
