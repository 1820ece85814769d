import type { Size } from '../image/index.ts'
import { unionOfAll } from './boolean.ts'
import { PositionList } from './position-list.ts'
import { checkSize, fromToggles, type Rle } from './rle.ts'

/** A closed line as COCO writes a polygon: x0, y0, x1, y1, … of its corners; the last is joined to the first. */
export type Ring = readonly number[]

/** One connected piece of a mask: its outline, and the outlines of its holes. */
export type Part = { readonly outer: Ring; readonly holes: readonly Ring[] }

/** Vertices are rounded to a grid five times as fine as the pixels, as in the COCO API. */
const fine = 5

/** Where five times a coordinate leaves the whole numbers of the COCO API. */
const furthest = Math.floor((2 ** 31 - 1) / fine)

/**
 * Fills polygons as the COCO API does, to the pixel, and unites them. Vertices may lie outside the photo; a polygon
 * of fewer than three vertices fills nothing.
 *
 * @param size  of the photo
 * @throws RangeError when a coordinate is missing, not a number, or beyond ±429,496,729
 */
export function fillPolygons(polygons: readonly Ring[], size: Size): Rle {
  return unionOfAll(
    polygons.map(polygon => fillRings([polygon], size)),
    size,
  )
}

/** Fills parts, leaving their holes, and unites them. Otherwise as fillPolygons. */
export function fillParts(parts: readonly Part[], size: Size): Rle {
  return unionOfAll(
    parts.map(({ outer, holes }) => fillRings([outer, ...holes], size)),
    size,
  )
}

/** What lies inside an odd number of the rings. */
function fillRings(rings: readonly Ring[], size: Size): Rle {
  checkSize(size)
  const toggles = new PositionList()
  let limit = 2 ** 20
  for (const ring of rings) {
    checkCoordinates(ring)
    const grid = ring.map(value => Math.trunc(fine * value + 0.5))
    for (let k = 0; k < grid.length; k += 2) {
      const next = (k + 2) % grid.length
      crossings(grid[k]!, grid[k + 1]!, grid[next]!, grid[next + 1]!, size, toggles)
      // However many edges a hostile file has, no more than one toggle a pixel is kept.
      if (toggles.length > limit) {
        toggles.sortAndCancelPairs()
        limit = 2 * toggles.length + 2 ** 20
      }
    }
  }
  toggles.sortAndCancelPairs()
  return fromToggles(toggles.values(), size)
}

/**
 * Adds, for every column of the photo whose centre an edge crosses, the first pixel below the crossing.
 *
 * The COCO API (rleFrPoly) walks an edge in steps of one along its longer axis, rounding the other coordinate. A
 * step between the fine columns 5 x + 2 and 5 x + 3 crosses the centre of column x, and the higher of its two ends
 * counts. Here only those steps are visited, so that the cost depends on the photo and not on the length of the edge.
 */
function crossings(xs: number, ys: number, xe: number, ye: number, size: Size, toggles: PositionList): void {
  const steep = Math.abs(ye - ys) > Math.abs(xe - xs)
  if (steep ? ys > ye : xs > xe) [xs, ys, xe, ye] = [xe, ye, xs, ys]
  const slope = steep ? (xe - xs) / (ye - ys) : (ye - ys) / (xe - xs)
  const first = Math.max(0, Math.ceil((Math.min(xs, xe) - 2) / fine))
  const last = Math.min(size.width - 1, Math.floor((Math.max(xs, xe) - 3) / fine))
  for (let x = first; x <= last; x++) {
    const column = fine * x + 2
    let row: number
    if (steep) row = ys + stepAcross(xs, slope, column)
    else {
      const step = column - xs
      row = Math.min(Math.trunc(ys + slope * step + 0.5), Math.trunc(ys + slope * (step + 1) + 0.5))
    }
    const y = Math.ceil(Math.min(Math.max((row + 0.5) / fine - 0.5, 0), size.height))
    toggles.push(x * size.height + y)
  }
}

/** The step t of a steep edge that leads across from fine column to column + 1, or back when the slope is negative. */
function stepAcross(xs: number, slope: number, column: number): number {
  const at = (t: number) => Math.trunc(xs + slope * t + 0.5)
  const crossed = slope > 0 ? (t: number) => at(t) > column : (t: number) => at(t) <= column
  // The estimate is right but for rounding; the same rounding as in the walk decides.
  let t = Math.floor((column + 0.5 - xs) / slope)
  while (crossed(t)) t--
  while (!crossed(t + 1)) t++
  return t
}

function checkCoordinates(ring: Ring): void {
  if (ring.length % 2) throw new RangeError(`polygon: ${ring.length} coordinates, expected pairs of x and y`)
  for (const value of ring)
    if (!(Math.abs(value) <= furthest))
      throw new RangeError(`polygon: coordinate ${value}, expected a number from ${-furthest} to ${furthest}`)
}
