import fc from 'fast-check'
import { expect, it } from 'vitest'
import { iou, Mask } from '../mask/index.ts'
import { iouByThreshold } from './thresholds.ts'

const size = { width: 7, height: 6 }
const patch = { x: 2, y: 1, width: 4, height: 5 }
const thresholds = [0.2, 0.5, 0.8]

const mask = fc
  .array(fc.integer({ min: 0, max: 1 }), { minLength: 42, maxLength: 42 })
  .map(pixels => Mask.fromBitmap({ ...size, data: Uint8Array.from(pixels) }))
const probabilities = fc
  .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 })
  .map(values => Float32Array.from(values))

it('is the IoU of the mask that each threshold would give', () => {
  fc.assert(
    fc.property(probabilities, mask, fc.option(mask, { nil: undefined }), (data, truth, ignored) => {
      const cut = (threshold: number) =>
        Mask.fromBitmap({ ...patch, data: Uint8Array.from(data, p => (p > threshold ? 1 : 0)) }, size)
      const expected = thresholds.map(threshold => iou(cut(threshold), truth, ignored))
      expect(iouByThreshold({ ...patch, channels: 1, data }, truth, thresholds, ignored)).toEqual(expected)
    }),
  )
})

it('is 0 where the answer lies outside the photo', () => {
  const nowhere = { x: 9, y: 0, width: 0, height: 6, channels: 1, data: new Float32Array(0) }
  const truth = Mask.fromBitmap({ ...size, data: new Uint8Array(42).fill(1) })
  expect(iouByThreshold(nowhere, truth, thresholds)).toEqual([0, 0, 0])
})
