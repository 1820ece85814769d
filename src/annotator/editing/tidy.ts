import { dropIslands, fillHoles, type Mask, smooth } from '../../mask/index.ts'

/** Islands and holes go below this share of the object's area, and in any case below so many pixels. */
const share = 0.002
const fewest = 8

/** Standard deviation of the smoothing that tidying ends with, in pixels. */
const sigma = 1

/** From how many pixels on a part of the mask, or a hole in it, is meant. */
export const smallestMeant = (mask: Mask): number => Math.max(fewest, Math.round(share * mask.area))

/** Without specks and pinholes, and with a calm outline. */
export function tidy(mask: Mask): Mask {
  const size = smallestMeant(mask)
  return smooth(fillHoles(dropIslands(mask, size), size), sigma)
}
