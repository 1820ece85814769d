import { type Affine, type Planes, pyramid, type Random, type Raster, sample } from '../image/index.ts'

/** The side of the part that is taken, as a share of the other photo's shorter side. */
const part = { least: 0.4, most: 1 }

/**
 * Puts the object of a crop before a part of another photo, in place. Then its true outline is known to the pixel, while
 * that of an annotation cuts corners; and neither does its outline follow from its surroundings, nor do its kind's gaps
 * show what they always show (copy and paste: Dwibedi et al., ICCV 2017; Ghiasi et al., CVPR 2021).
 *
 * @param crop    red, green and blue, 0 to 255
 * @param object  the share of each pixel that the object covers, 0 to 1
 */
export function replaceBackground(
  crop: Planes,
  object: Float32Array,
  other: Raster<Uint8Array>,
  next: Random,
): void {
  const { width, height } = other
  const side = (part.least + (part.most - part.least) * next()) * Math.min(width, height)
  const step = side / Math.max(crop.width, crop.height)
  const isMirrored = next() < 0.5
  const left = next() * (width - side)
  const top = next() * (height - side)
  const toOther: Affine = [isMirrored ? -step : step, 0, isMirrored ? left + side : left, 0, step, top]
  const { data } = sample(pyramid(other), toOther, crop)
  for (let i = 0; i < crop.data.length; i++)
    crop.data[i] = data[i]! + object[i % object.length]! * (crop.data[i]! - data[i]!)
}
