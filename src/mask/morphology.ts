import type { Box } from '../image/index.ts'
import { complement } from './boolean.ts'
import { squaredDistances } from './distance.ts'
import { Mask } from './mask.ts'

// With a disc, exact. What lies beyond the photo neither grows into it nor eats from its border.

/**
 * The mask and everything within the radius of one of its pixels.
 *
 * @param radius  in pixels between centres, from 0
 * @throws RangeError when the radius is negative or not a number
 */
export function dilate(mask: Mask, radius: number): Mask {
  checkRadius('dilate', radius)
  const window = around(mask, Math.ceil(radius))
  if (!window) return mask
  const bitmap = mask.toBitmap(window)
  const squares = squaredDistances(bitmap)
  return Mask.fromBitmap(
    { ...bitmap, data: Uint8Array.from(squares, square => (square <= radius ** 2 ? 1 : 0)) },
    mask,
  )
}

/** The pixels of the mask that are further than the radius from everything outside. Otherwise as dilate. */
export function erode(mask: Mask, radius: number): Mask {
  checkRadius('erode', radius)
  const window = around(mask, 1)
  if (!window) return mask
  const outside = new Mask(complement(mask)).toBitmap(window)
  const squares = squaredDistances(outside)
  return Mask.fromBitmap(
    { ...outside, data: Uint8Array.from(squares, square => (square > radius ** 2 ? 1 : 0)) },
    mask,
  )
}

/** The mask without what is narrower than a disc of the radius, such as hairs and bridges. Otherwise as dilate. */
export const opening = (mask: Mask, radius: number): Mask => dilate(erode(mask, radius), radius)

/** The mask with the clefts closed into which a disc of the radius does not fit. Otherwise as dilate. */
export const closing = (mask: Mask, radius: number): Mask => erode(dilate(mask, radius), radius)

/** The box around a mask, wider by some pixels where the photo goes on; undefined for an empty mask. */
export function around({ box, width, height }: Mask, pixels: number): Box | undefined {
  return (
    box && {
      x0: Math.max(0, box.x0 - pixels),
      y0: Math.max(0, box.y0 - pixels),
      x1: Math.min(width - 1, box.x1 + pixels),
      y1: Math.min(height - 1, box.y1 + pixels),
    }
  )
}

function checkRadius(name: string, radius: number): void {
  if (!(radius >= 0)) throw new RangeError(`${name}: radius is ${radius}, expected pixels from 0`)
}
