import { expect, it } from 'vitest'
import { toRgb } from './rgb.ts'

const rgb = (channels: number, ...values: number[]) => {
  const width = values.length / channels
  return [...toRgb({ width, height: 1, channels, data: Uint8Array.from(values) }).data]
}

it('repeats grey in three channels and leaves colours alone', () => {
  expect(rgb(1, 7, 200)).toEqual([7, 7, 7, 200, 200, 200])
  expect(rgb(3, 1, 2, 3)).toEqual([1, 2, 3])
})

it('puts transparent parts on white', () => {
  expect(rgb(4, 10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 51)).toEqual([
    10, 20, 30, 255, 255, 255, 204, 224, 244,
  ])
  expect(rgb(2, 10, 255, 10, 0)).toEqual([10, 10, 10, 255, 255, 255])
})

it('refuses other numbers of channels', () => {
  expect(() => rgb(5, 1, 2, 3, 4, 5)).toThrow('toRgb: 5 channels, expected 1 to 4')
})
