import type { Point } from '../image/index.ts'
import { largestComponent } from './components.ts'
import { squaredDistances } from './distance.ts'
import type { Mask } from './mask.ts'

/** The largest connected part where a mask is wrong. */
export type LargestError = {
  /** True where the object was left out, false where the mask leaks. */
  readonly missed: boolean
  readonly region: Mask
  /** The pixel of the region that is farthest from its rim: where a person would click to correct it. */
  readonly middle: Point
  /** How far the middle is from the nearest pixel outside the region, in pixels; 1 at least. */
  readonly radius: number
}

/**
 * The largest connected error of a mask; undefined when there is none.
 *
 * @param ignored  pixels that count neither way
 */
export function largestError(prediction: Mask, truth: Mask, ignored?: Mask): LargestError | undefined {
  const regions = [truth.difference(prediction), prediction.difference(truth)].map(wrong =>
    largestComponent(ignored ? wrong.difference(ignored) : wrong),
  )
  const missed = regions[0]!.area >= regions[1]!.area
  const region = missed ? regions[0]! : regions[1]!
  return region.area === 0 ? undefined : { missed, region, ...middleOf(region) }
}

/** The pixel with the largest distance to what is not inside, the first of equals row by row. */
function middleOf(region: Mask): { middle: Point; radius: number } {
  const box = region.box!
  // With a rim of one pixel, so that the border of the box counts as outside.
  const window = { x0: box.x0 - 1, y0: box.y0 - 1, x1: box.x1 + 1, y1: box.y1 + 1 }
  const { width, height, data } = region.toBitmap(window)
  const outside = { width, height, data: data.map(value => 1 - value) }
  const distances = squaredDistances(outside)
  let best = 0
  for (let i = 1; i < distances.length; i++) if (distances[i]! > distances[best]!) best = i
  return {
    middle: { x: window.x0 + (best % width), y: window.y0 + Math.floor(best / width) },
    radius: Math.sqrt(distances[best]!),
  }
}
