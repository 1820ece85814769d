import { gaussianBlur } from '../image/index.ts'
import { Mask } from './mask.ts'
import { around } from './morphology.ts'

/**
 * The mask with a calmer outline: a pixel is inside when more than half of its surroundings are, the near ones
 * counting more. Straight outlines stay; corners become round, and what is narrower than the surroundings goes.
 *
 * @param sigma  standard deviation of the weights, in pixels, more than 0
 * @throws RangeError when sigma is not more than 0
 */
export function smooth(mask: Mask, sigma: number): Mask {
  if (!(sigma > 0)) throw new RangeError(`smooth: sigma is ${sigma}, expected pixels, more than 0`)
  const window = around(mask, Math.ceil(3 * sigma))
  if (!window) return mask
  const bitmap = mask.toBitmap(window)
  const share = { ...bitmap, channels: 1, data: Float32Array.from(bitmap.data) }
  gaussianBlur(share, sigma)
  // At exactly one half, as along a diagonal, the pixel stays what it was; rounding errors of the sum are far smaller.
  const data = bitmap.data.map((inside, i) =>
    Math.abs(share.data[i]! - 0.5) < 1e-6 ? inside : Math.round(share.data[i]!),
  )
  return Mask.fromBitmap({ ...bitmap, data }, mask)
}
