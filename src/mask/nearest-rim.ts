import type { Point } from '../image/index.ts'
import { rim } from './boundary.ts'
import type { Mask } from './mask.ts'

/**
 * The pixel on the rim of a mask that is nearest to a place, the first of equals row by row.
 *
 * @throws RangeError when the mask is empty
 */
export function nearestRimPixel(mask: Mask, { x, y }: Point): Point {
  if (!mask.box) throw new RangeError('rim: the mask is empty, it has no rim')
  const { x0, y0 } = mask.box
  const { width, data } = rim(mask.toBitmap(mask.box))
  let [nearest, least] = [0, Infinity]
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue
    const distance = (x0 + (i % width) - x) ** 2 + (y0 + Math.floor(i / width) - y) ** 2
    if (distance < least) [nearest, least] = [i, distance]
  }
  return { x: x0 + (nearest % width), y: y0 + Math.floor(nearest / width) }
}
