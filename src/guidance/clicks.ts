import type { Box, Point } from '../image/index.ts'

/** What a person says about one object, in pixels of the upright photo; pixel centres are whole numbers. */
export type Clicks = {
  /** On the outline: the leftmost, topmost, rightmost and bottommost place in any order, then any others. */
  readonly points: readonly Point[]
  /** Around the object, in place of points or beside them. */
  readonly box?: Box
  /** Corrections: places that belong to the object, and places that do not. */
  readonly include?: readonly Point[]
  readonly exclude?: readonly Point[]
}

/**
 * @throws RangeError when the clicks do not say where an object is: fewer than four points and no box, all of
 *   them in one pixel, a coordinate that is not a finite number, a box whose ends are exchanged
 */
export function checkClicks({ points, box, include = [], exclude = [] }: Clicks): void {
  for (const p of [...points, ...include, ...exclude])
    if (!Number.isFinite(p.x) || !Number.isFinite(p.y))
      throw new RangeError(`clicks: point (${p.x}, ${p.y}) is not a place; give two finite numbers`)
  if (box) {
    if (box.x0 <= box.x1 && box.y0 <= box.y1) return
    const { x0, y0, x1, y1 } = box
    throw new RangeError(
      `clicks: box from (${x0}, ${y0}) to (${x1}, ${y1}) is empty; give its top left and bottom right`,
    )
  }
  if (points.length < 4)
    throw new RangeError(
      `clicks: ${points.length} points, expected 4 (left, top, right and bottom, in any order) or a box`,
    )
  const pixels = new Set(points.map(p => `${Math.round(p.x)}, ${Math.round(p.y)}`))
  if (pixels.size === 1)
    throw new RangeError(
      `clicks: all ${points.length} points lie in pixel (${[...pixels][0]}); click the object's outermost left, top, right and bottom`,
    )
}
