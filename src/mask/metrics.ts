import { difference, overlap } from './boolean.ts'
import { area, type Rle } from './rle.ts'

/**
 * Intersection over union, the score of the paper and region J of DAVIS.
 *
 * @param ignored  pixels that count neither for nor against (void)
 * @returns 0 to 1; 1 when nothing is left in the union
 * @throws RangeError when the sizes differ
 */
export function iou(prediction: Rle, truth: Rle, ignored?: Rle): number {
  if (ignored) return iou(difference(prediction, ignored), difference(truth, ignored))
  const both = overlap(prediction, truth)
  const either = area(prediction) + area(truth) - both
  return either === 0 ? 1 : both / either
}
