import type { Point, Size } from '../image/index.ts'
import { Mask } from './mask.ts'
import { PositionList } from './position-list.ts'
import { fromToggles } from './rle.ts'

/**
 * What a round brush paints that is moved along a line: every pixel whose centre lies within the radius of the line,
 * and the pixels under the line's ends, however small the radius.
 *
 * @param points  of the line, in pixels, pixel centres on whole numbers; one point gives a disc, none an empty mask
 * @param radius  in pixels, from 0
 * @param size    of the photo; what lies outside is cut off
 * @throws RangeError when the radius is negative or not a number
 */
export function stroke(points: readonly Point[], radius: number, size: Size): Mask {
  if (!(radius >= 0)) throw new RangeError(`stroke: radius is ${radius}, expected pixels from 0`)
  const columns: PositionList[] = []
  const paint = (x: number, top: number, bottom: number) => {
    const first = Math.max(0, Math.ceil(top))
    const last = Math.min(size.height - 1, Math.floor(bottom))
    if (x < 0 || x >= size.width || first > last) return
    columns[x] ??= new PositionList(16)
    columns[x].push(first)
    columns[x].push(last + 1)
  }
  for (const [k, point] of points.entries()) {
    const x = Math.round(point.x)
    const y = Math.round(point.y)
    paint(x, y, y)
    capsule(point, points[k + 1] ?? point, radius, size.width, paint)
  }
  const toggles = new PositionList()
  columns.forEach((ends, x) => {
    for (const [top, bottom] of joined(ends.values())) {
      toggles.push(x * size.height + top)
      toggles.push(x * size.height + bottom)
    }
  })
  return new Mask(fromToggles(toggles.values(), size))
}

/** Everything within the radius of the line from a to b is convex, so that a column meets it in one stretch. */
function capsule(
  a: Point,
  b: Point,
  radius: number,
  width: number,
  visit: (x: number, top: number, bottom: number) => void,
): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = Math.hypot(dx, dy)
  const first = Math.max(0, Math.ceil(Math.min(a.x, b.x) - radius))
  const last = Math.min(width - 1, Math.floor(Math.max(a.x, b.x) + radius))
  for (let x = first; x <= last; x++) {
    let [top, bottom] = [Infinity, -Infinity]
    const reach = (from: number, to: number) => {
      top = Math.min(top, from)
      bottom = Math.max(bottom, to)
    }
    for (const end of [a, b]) {
      const rise = Math.sqrt(radius ** 2 - (x - end.x) ** 2)
      if (rise >= 0) reach(end.y - rise, end.y + rise)
    }
    // The straight sides: the line moved by the radius to either side, where it is above or below column x.
    if (dx !== 0)
      for (const side of [-1, 1]) {
        const share = (x - (a.x - (side * radius * dy) / length)) / dx
        if (share >= 0 && share <= 1) {
          const y = a.y + (side * radius * dx) / length + share * dy
          reach(y, y)
        }
      }
    if (top <= bottom) visit(x, top, bottom)
  }
}

/** Stretches from their first and last ends in any order, joined where they overlap or adjoin. */
function joined(ends: Uint32Array): [top: number, bottom: number][] {
  const stretches: [number, number][] = []
  for (let k = 0; k < ends.length; k += 2) stretches.push([ends[k]!, ends[k + 1]!])
  stretches.sort((a, b) => a[0] - b[0])
  const result: [number, number][] = []
  for (const [top, bottom] of stretches) {
    const last = result.at(-1)
    if (last && top <= last[1]) last[1] = Math.max(last[1], bottom)
    else result.push([top, bottom])
  }
  return result
}
