import { normal, type Point, type Random } from '../image/index.ts'
import type { MaybePlaced } from './bitmap.ts'

/** In the order left, right, top, bottom. */
export type ExtremePoints = [left: Point, right: Point, top: Point, bottom: Point]

/**
 * For each side, in the order left, right, top, bottom, all pixels of a mask that pass for its extreme one.
 *
 * @param tolerance  by how many pixels one may fall short of the extreme column or row; the released code trains
 *   with 5 pixels of its 512 × 512 crop and tests with 0
 * @returns lists row by row, never empty; pixel centres are at whole numbers, of the photo when the bitmap is placed
 * @throws RangeError when the mask is empty
 */
export function extremeCandidates(
  mask: MaybePlaced,
  tolerance = 0,
): [left: Point[], right: Point[], top: Point[], bottom: Point[]] {
  const { width, height, data, x: originX = 0, y: originY = 0 } = mask
  let [x0, y0, x1, y1] = [width, height, -1, -1]
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (data[i]) {
        if (x < x0) x0 = x
        if (x > x1) x1 = x
        if (y < y0) y0 = y
        y1 = y
      }
  if (y1 < 0) throw new RangeError('extreme points: the mask is empty, it has no extreme points')

  const inside = (fromX: number, fromY: number, toX: number, toY: number): Point[] => {
    const points: Point[] = []
    for (let y = Math.max(fromY, y0); y <= Math.min(toY, y1); y++)
      for (let x = Math.max(fromX, x0); x <= Math.min(toX, x1); x++)
        if (data[y * width + x]) points.push({ x: originX + x, y: originY + y })
    return points
  }
  return [
    inside(x0, y0, x0 + tolerance, y1),
    inside(x1 - tolerance, y0, x1, y1),
    inside(x0, y0, x1, y0 + tolerance),
    inside(x0, y1 - tolerance, x1, y1),
  ]
}

/**
 * Four simulated clicks as in the paper: for each side one of its candidates, each as likely as the others.
 *
 * @throws RangeError when the mask is empty
 */
export function drawExtremePoints(mask: MaybePlaced, tolerance: number, next: Random): ExtremePoints {
  return choose(mask, tolerance, candidates => Math.floor(next() * candidates.length))
}

/**
 * The four clicks that evaluation uses, so that a score does not depend on chance: of each side's extreme pixels the
 * middle one, and of two in the middle the upper or left one.
 *
 * @throws RangeError when the mask is empty
 */
export function middleExtremePoints(mask: MaybePlaced): ExtremePoints {
  return choose(mask, 0, candidates => (candidates.length - 1) >> 1)
}

/**
 * Clicks as a hand sets them: every point is moved, to the inside as often as to the outside, by a normal
 * distribution in x and in y. Its standard deviation is a share of the object's size, which is the square root of
 * the area of the box around the points: people look at an object as large as fits, and their error grows with it.
 * Points may leave the photo.
 *
 * @param share  0.02 moves a point of an object of 100 × 100 pixels in x, and in y, by up to 2 pixels two times in three
 */
export function jitterPoints(points: readonly Point[], share: number, next: Random): Point[] {
  const xs = points.map(point => point.x)
  const ys = points.map(point => point.y)
  const width = Math.max(...xs) - Math.min(...xs) + 1
  const height = Math.max(...ys) - Math.min(...ys) + 1
  const deviation = share * Math.sqrt(width * height)
  return points.map(({ x, y }) => ({ x: x + deviation * normal(next), y: y + deviation * normal(next) }))
}

function choose(mask: MaybePlaced, tolerance: number, index: (candidates: Point[]) => number): ExtremePoints {
  const [left, right, top, bottom] = extremeCandidates(mask, tolerance)
  return [left[index(left)]!, right[index(right)]!, top[index(top)]!, bottom[index(bottom)]!]
}
