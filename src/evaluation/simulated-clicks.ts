import * as v from 'valibot'
import type { Clicks } from '../guidance/index.ts'
import type { Random } from '../image/index.ts'
import { jitterPoints, type Mask, middleExtremePoints } from '../mask/index.ts'

/** How a person is simulated. */
export const clickingSchema = v.object({
  /** Four extreme points, the middle one of those that tie; or the tight box alone. */
  kind: v.optional(v.picklist(['points', 'box']), 'points'),
  /** Standard deviation of points, or of the corners of a box, as a share of the object's size. */
  jitter: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
})

export type Clicking = v.InferOutput<typeof clickingSchema>

/**
 * Clicks for an object of which the mask is known. An object of a single pixel cannot be told by four points
 * and gets a box.
 *
 * @throws RangeError when the mask is empty
 */
export function simulateClicks(truth: Mask, { kind, jitter }: Clicking, next: Random): Clicks {
  const { box } = truth
  if (!box) throw new RangeError('clicks: the mask is empty, there is nothing to click')
  if (kind === 'points' && truth.area > 1)
    return { points: jitterPoints(middleExtremePoints(truth.toBitmap(box)), jitter, next) }
  const corners = [
    { x: box.x0, y: box.y0 },
    { x: box.x1, y: box.y1 },
  ]
  const moved = jitterPoints(corners, jitter, next)
  const xs = moved.map(p => p.x)
  const ys = moved.map(p => p.y)
  return {
    points: [],
    box: { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) },
  }
}

/** As reports name it: "points", "points, jitter 2 %". */
export function clickingName({ kind, jitter }: Clicking): string {
  return jitter === 0 ? kind : `${kind}, jitter ${+(100 * jitter).toFixed(2)} %`
}
