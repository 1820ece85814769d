import { expect, it } from 'vitest'
import { toPlanes, toRaster } from './planes.ts'

const raster = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }

it('puts channels one after the other and back between each other', () => {
  expect([...toPlanes(raster).data]).toEqual([1, 4, 2, 5, 3, 6])
  expect(toRaster(toPlanes(raster))).toEqual(raster)
})

it('rounds to bytes and limits to 0 to 255', () => {
  const planes = { width: 4, height: 1, channels: 1, data: Float32Array.of(-3, 1.6, 254.9, 300) }
  expect([...toRaster(planes).data]).toEqual([0, 2, 255, 255])
})
