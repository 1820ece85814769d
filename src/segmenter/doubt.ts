import type { Raster } from '../image/index.ts'
import { squaredDistances } from '../mask/index.ts'

/** Width of the band on each side of the outline, in pixels of the network's input. */
const reach = 3

/**
 * How unsure the network is of an object's outline: the mean of 1 - 2|p - ½| over the pixels of the input within 3
 * pixels of the line where the probability p is one half. A pixel gives 0 where p is 0 or 1, and 1 where it is ½.
 *
 * @returns 0 to 1, larger is less sure; 1 when there is no such line, so no object was found
 */
export function doubtOf({ width, height, data }: Raster<Float32Array>): number {
  const inside = Uint8Array.from(data, p => (p > 0.5 ? 1 : 0))
  const toInside = squaredDistances({ width, height, data: inside })
  const toOutside = squaredDistances({ width, height, data: inside.map(v => 1 - v) })
  let [sum, count] = [0, 0]
  for (let i = 0; i < data.length; i++)
    if (Math.max(toInside[i]!, toOutside[i]!) <= reach ** 2) {
      sum += 1 - 2 * Math.abs(data[i]! - 0.5)
      count++
    }
  return count === 0 ? 1 : sum / count
}
