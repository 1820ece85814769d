import { expect, it } from 'vitest'
import { identity } from './affine.ts'
import { warpCubic, warpNearest } from './warp.ts'

// That the values are OpenCV's is tested in test/reference-resize.test.ts.

it('leaves a picture alone under the identity', () => {
  const image = { width: 3, height: 2, channels: 1, data: Float32Array.of(1, 2, 3, 4, 5, 6) }
  expect(warpCubic(image, identity).data).toEqual(image.data)
})

it('moves by whole pixels and fills with zeros', () => {
  const right = [1, 0, 1, 0, 1, 0] as const
  const mask = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
  expect([...warpNearest(mask, right).data]).toEqual([0, 1, 2, 0, 4, 5])
  const image = { ...mask, data: Float32Array.from(mask.data) }
  expect([...warpCubic(image, right).data]).toEqual([0, 1, 2, 0, 4, 5])
})
