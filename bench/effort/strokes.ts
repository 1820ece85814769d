import type { Box, Point } from '../../src/image/index.ts'
import { type Mask, squaredDistances } from '../../src/mask/index.ts'

/** Squared distances to the nearest pixel of a mask, for the pixels of a window. */
export type Distances = { readonly window: Box; readonly width: number; readonly squares: Float64Array }

export function distancesTo(mask: Mask, window: Box): Distances {
  const bitmap = mask.toBitmap(window)
  return { window, width: bitmap.width, squares: Float64Array.from(squaredDistances(bitmap)) }
}

/**
 * The way of a round brush that covers much of a region and touches nothing it must not: the longest one through the
 * places from where it reaches the region.
 *
 * @param region     distances to what is to be covered
 * @param forbidden  distances to what must not be touched
 * @returns pixels that follow each other, none where the brush fits nowhere
 */
export function wayThrough(region: Distances, forbidden: Distances, radius: number): Point[] {
  const { window, width, squares } = region
  const isPlace = Uint8Array.from(squares, (square, i) =>
    square <= radius ** 2 && forbidden.squares[i]! > radius ** 2 ? 1 : 0,
  )
  const steps = [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1]

  /** Goes out from one place to all that it is connected with, nearest first. */
  const spread = (from: number) => {
    const before = new Map([[from, from]])
    for (const [at] of before)
      for (const step of steps) {
        const to = at + step
        if (!isPlace[to] || before.has(to) || Math.abs((to % width) - (at % width)) > 1) continue
        before.set(to, at)
      }
    return { before, last: [...before.keys()].at(-1)! }
  }

  const seen = new Set<number>()
  let largest: ReturnType<typeof spread> | undefined
  for (let i = 0; i < isPlace.length; i++) {
    if (!isPlace[i] || seen.has(i)) continue
    const part = spread(i)
    for (const place of part.before.keys()) seen.add(place)
    if (!largest || part.before.size > largest.before.size) largest = part
  }
  if (!largest) return []
  const { before, last: end } = spread(largest.last)
  const way = [end]
  while (way.at(-1) !== largest.last) way.push(before.get(way.at(-1)!)!)
  return way.map(i => ({ x: window.x0 + (i % width), y: window.y0 + Math.floor(i / width) }))
}

/** A line with fewer places, none of those left away further than the tolerance from it. Douglas and Peucker. */
export function simplifiedLine(line: readonly Point[], tolerance: number): Point[] {
  const [first, last] = [line[0]!, line.at(-1)!]
  let [furthest, most] = [0, 0]
  for (const [k, place] of line.entries()) {
    const distance = distanceTo(place, first, last)
    if (distance > most) [furthest, most] = [k, distance]
  }
  if (most <= tolerance) return line.length === 1 ? [first] : [first, last]
  const before = simplifiedLine(line.slice(0, furthest + 1), tolerance)
  return [...before.slice(0, -1), ...simplifiedLine(line.slice(furthest), tolerance)]
}

function distanceTo({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const square = dx ** 2 + dy ** 2
  const share = square > 0 ? Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / square, 0), 1) : 0
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy)
}
