import { expect, it } from 'vitest'
import { invert, type Raster, resize, rotation, warpCubic, warpNearest } from '../src/image/index.ts'
import { largestDifference, referenceJson, referenceRaster } from './reference-raster.ts'
import { describeShared, sharedIsHere } from './shared.ts'

type File = { file: string }
type ResizeCase = { input: File; size_wh: [number, number] } & Record<
  'nearest_u8' | 'linear_u8' | 'linear_f32' | 'cubic_u8' | 'cubic_f32',
  File
>
type WarpCase = {
  rot: number
  scale: number
  matrix: number[][]
  inverse: number[][]
  image: string
  mask: string
}

describeShared('resize and warp give what OpenCV gives', () => {
  const cases = sharedIsHere ? referenceJson<{ cases: ResizeCase[] }>('resize/cases.json').cases : []

  for (const test of cases) {
    const bytes = referenceRaster<Uint8Array>(`resize/${test.input.file}`)
    const floats: Raster<Float32Array> = { ...bytes, data: Float32Array.from(bytes.data) }
    const [width, height] = test.size_wh
    const name = `${bytes.width}×${bytes.height}×${bytes.channels} to ${width}×${height}`

    for (const interpolation of ['nearest', 'linear', 'cubic'] as const)
      it(`bytes, ${interpolation}: ${name}`, () => {
        const expected = referenceRaster<Uint8Array>(`resize/${test[`${interpolation}_u8`].file}`)
        const actual = resize(bytes, { width, height }, interpolation)
        expect(actual).toMatchObject({ width, height, channels: bytes.channels })
        expect(largestDifference(actual.data, expected.data)).toBe(0)
      })

    for (const interpolation of ['linear', 'cubic'] as const)
      it(`float32, ${interpolation}: ${name}`, () => {
        const expected = referenceRaster<Float32Array>(`resize/${test[`${interpolation}_f32`].file}`)
        const actual = resize(floats, { width, height }, interpolation)
        expect(largestDifference(actual.data, expected.data)).toBeLessThan(1e-4)
      })
  }

  const warps = sharedIsHere ? referenceJson<{ cases: WarpCase[] }>('augment/cases.json').cases : []
  for (const test of warps)
    it(`warped by ${test.rot} degrees at scale ${test.scale}`, () => {
      const image = referenceRaster<Float32Array>('augment/image_f32.npy')
      const mask = referenceRaster<Uint8Array>('augment/mask_u8.npy')
      const map = rotation({ x: image.width / 2, y: image.height / 2 }, test.rot, test.scale)
      expect(largestDifference(map, test.matrix.flat())).toBeLessThan(1e-12)
      expect(largestDifference(invert(map), test.inverse.flat())).toBeLessThan(1e-12)
      const expected = referenceRaster<Float32Array>(`augment/${test.image}`)
      expect(largestDifference(warpCubic(image, map).data, expected.data)).toBeLessThan(8e-5)
      expect(warpNearest(mask, map).data).toEqual(referenceRaster<Uint8Array>(`augment/${test.mask}`).data)
    })
})
