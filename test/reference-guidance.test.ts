import { beforeAll, describe, expect, it } from 'vitest'
import {
  heatmap,
  paste,
  pasteMask,
  pointInInput,
  prepare,
  presets,
  releasedCrop,
} from '../src/guidance/index.ts'
import { type Point, pyramid, type Raster, toRaster } from '../src/image/index.ts'
import { decode } from '../src/image/node.ts'
import { largestDifference, referenceJson, referenceRaster } from './reference-raster.ts'
import { describeShared, shared, sharedIsHere } from './shared.ts'

type Pair = [number, number]
type Case = {
  name: string
  note: string
  image: string
  points: Pair[]
  points_crop: Pair[]
  bbox_xyxy_inclusive: [number, number, number, number]
  crop_png: string
  heatmap_stride8: string
  heatmap_windows: string
  heatmap_full?: string
  window_origin_xy: Pair[]
  pasted: string
  pasted_stride: number
  'mask_0.8_png': string
  'mask_area_0.8': number
}
type Ellipse = { cx: number; cy: number; rx: number; ry: number }
type TrainingCase = {
  name: string
  image: string
  ellipse: Ellipse
  bbox: [number, number, number, number]
  crop_image_stride8: string
  mask_png: string
  points_chosen_pert0: Pair[]
  heatmap_sum: number
}

const folder = (file: string) => shared(`reference/guidance/${file}`)
const asPoint = ([x, y]: Pair): Point => ({ x, y })
const { paper } = presets
const plane = paper.size ** 2

describeShared('the paper preset gives what the released code gives', () => {
  const cases = sharedIsHere ? referenceJson<{ cases: Case[] }>('guidance/cases.json').cases : []

  for (const test of cases)
    describe(`${test.name}: ${test.note}`, () => {
      const points: Point[] = test.points.map(asPoint)
      const [x0, y0, x1, y1] = test.bbox_xyxy_inclusive
      let photo: Raster<Uint8Array>
      let prepared: ReturnType<typeof prepare>
      beforeAll(async () => {
        photo = await decode(folder(`image_${test.image.slice(6)}`))
        prepared = prepare(pyramid(photo), { points }, paper)
      })

      it('frames the same box and finds the points at the same pixels', () => {
        expect(prepared.frame.box).toEqual({ x0, y0, x1, y1 })
        const inInput = points.map(p => pointInInput(p, prepared.frame, 'released'))
        expect(inInput).toEqual(test.points_crop.map(asPoint))
      })

      it('cuts the same crop, within 1 of 255', async () => {
        const expected = await decode(folder(test.crop_png))
        const colours = {
          width: 512,
          height: 512,
          channels: 3,
          data: prepared.input.data.subarray(0, 3 * plane),
        }
        expect(largestDifference(toRaster(colours).data, expected.data)).toBeLessThanOrEqual(1)
      })

      it('draws the same heatmap', () => {
        const heat = prepared.input.data.subarray(3 * plane)
        const tolerance = 1e-5 * 255
        const every8th = referenceRaster<Float32Array>(`guidance/${test.heatmap_stride8}`)
        expect(largestDifference(strided(heat, 512, 8), every8th.data)).toBeLessThan(tolerance)
        const windows = referenceRaster<Float32Array>(`guidance/${test.heatmap_windows}`)
        test.window_origin_xy.forEach(([left, top], i) => {
          const expected = windows.data.subarray(i * 33 * 33, (i + 1) * 33 * 33)
          const actual = Float32Array.from({ length: 33 * 33 }, (_, j) => {
            const x = left + (j % 33)
            const y = top + Math.floor(j / 33)
            return x < 512 && y < 512 ? heat[y * 512 + x]! : 0
          })
          expect(largestDifference(actual, expected)).toBeLessThan(tolerance)
        })
        if (test.heatmap_full) {
          const full = referenceRaster<Float32Array>(`guidance/${test.heatmap_full}`)
          expect(largestDifference(heat, full.data)).toBeLessThan(tolerance)
        }
      })

      it('pastes the same probabilities and the same mask', async () => {
        const pasted = paste(probability, prepared.frame, paper, photo)
        const everywhere = new Float32Array(photo.width * photo.height)
        for (let y = 0; y < pasted.height; y++)
          everywhere.set(
            pasted.data.subarray(y * pasted.width, (y + 1) * pasted.width),
            (pasted.y + y) * photo.width + pasted.x,
          )
        const expected = referenceRaster<Float32Array>(`guidance/${test.pasted}`)
        const actual = strided(everywhere, photo.width, test.pasted_stride)
        expect(largestDifference(actual, expected.data)).toBeLessThan(1e-5)

        const mask = pasteMask(probability, prepared.frame, paper, photo)
        const expectedMask = await decode(folder(test['mask_0.8_png']))
        let wrong = mask.data.reduce((sum, bit) => sum + bit, 0) - test['mask_area_0.8']
        for (let y = 0; y < mask.height; y++)
          for (let x = 0; x < mask.width; x++) {
            const inPhoto = (mask.y + y) * photo.width + mask.x + x
            if (mask.data[y * mask.width + x] !== Number(expectedMask.data[3 * inPhoto]! > 0)) wrong++
          }
        expect(wrong).toBe(0)
      })
    })
})

describeShared('the crop of a float32 image, as the released code trains on', () => {
  const cases = sharedIsHere ? referenceJson<TrainingCase[]>('guidance/train_path.json') : []

  for (const test of cases)
    it(test.name, async () => {
      const photo = await decode(folder(`image_${test.image.slice(6)}`))
      const image = { ...photo, data: Float32Array.from(photo.data) }
      const mask = { ...photo, channels: 1, data: ellipse(photo.width, photo.height, test.ellipse) }
      const [x0, y0, x1, y1] = test.bbox
      const box = { x0, y0, x1, y1 }

      const cropped = releasedCrop(image, box, 512)
      const expected = referenceRaster<Float32Array>(`guidance/${test.crop_image_stride8}`)
      expect(largestDifference(strided(cropped.data, 512, 8, 3), expected.data)).toBeLessThan(1e-3)

      const croppedMask = releasedCrop(mask, box, 512)
      const expectedMask = await decode(folder(test.mask_png))
      expect(croppedMask.data).toEqual(
        Uint8Array.from(croppedMask.data, (_, i) => (expectedMask.data[3 * i]! > 0 ? 1 : 0)),
      )

      const heat = heatmap(test.points_chosen_pert0.map(asPoint), cropped, 10, 255)
      const sum = heat.reduce((total, value) => total + value, 0)
      expect(Math.abs(sum - test.heatmap_sum)).toBeLessThan(1)
    })
})

/** The references' stand-in for a network's answer. */
const probability: Raster<Float32Array> = {
  width: 512,
  height: 512,
  channels: 1,
  data: Float32Array.from({ length: 512 * 512 }, (_, i) => {
    const x = i % 512
    const y = Math.floor(i / 512)
    return 1 / (1 + ((x - 250) / 120) ** 4 + ((y - 260) / 140) ** 4)
  }),
}

/** Every n-th pixel of every n-th row. */
function strided(data: Float32Array, width: number, n: number, channels = 1): Float32Array {
  const height = data.length / width / channels
  const out: number[] = []
  for (let y = 0; y < height; y += n)
    for (let x = 0; x < width; x += n)
      for (let c = 0; c < channels; c++) out.push(data[(y * width + x) * channels + c]!)
  return Float32Array.from(out)
}

function ellipse(width: number, height: number, { cx, cy, rx, ry }: Ellipse): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const x = (i % width) - cx
    const y = Math.floor(i / width) - cy
    return x ** 2 * ry ** 2 + y ** 2 * rx ** 2 <= rx ** 2 * ry ** 2 ? 1 : 0
  })
}
