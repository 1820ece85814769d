import type { Ring } from './polygon.ts'

/** Side of a square of the grid in which edges look for each other, in pixels: about the length of an edge. */
const cell = 16

type Edge = { ring: number; x0: number; y0: number; x1: number; y1: number }

/**
 * The rings, by index, of which an edge crosses or touches another edge, of the same ring or another. Edges that
 * share an end do not count: neighbours do, and so do exact outlines that touch at a corner.
 */
export function crossingRings(rings: readonly Ring[]): number[] {
  const found = new Set<number>()
  const edgesInCell = new Map<number, Edge[]>()
  for (const [ring, points] of rings.entries())
    for (let k = 0; k < points.length; k += 2) {
      const next = (k + 2) % points.length
      const edge = { ring, x0: points[k]!, y0: points[k + 1]!, x1: points[next]!, y1: points[next + 1]! }
      for (const key of cellsOf(edge)) {
        const others = edgesInCell.get(key)
        if (others === undefined) edgesInCell.set(key, [edge])
        else {
          for (const other of others)
            if (!(found.has(ring) && found.has(other.ring)) && meet(edge, other))
              found.add(ring).add(other.ring)
          others.push(edge)
        }
      }
    }
  return [...found]
}

/** Keys of the cells that an edge passes through, row of cells by row. */
function cellsOf({ x0, y0, x1, y1 }: Edge): number[] {
  const keys: number[] = []
  const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)]
  const xAt = (y: number) => (y1 === y0 ? x0 : x0 + ((y - y0) * (x1 - x0)) / (y1 - y0))
  for (let row = Math.floor(top / cell); row <= Math.floor(bottom / cell); row++) {
    const ends =
      top === bottom ? [x0, x1] : [xAt(Math.max(top, row * cell)), xAt(Math.min(bottom, (row + 1) * cell))]
    const last = Math.floor(Math.max(...ends) / cell)
    for (let column = Math.floor(Math.min(...ends) / cell); column <= last; column++)
      keys.push(row * 2 ** 26 + column)
  }
  return keys
}

function meet(a: Edge, b: Edge): boolean {
  if (shareAnEnd(a, b)) return false
  if (Math.max(a.x0, a.x1) < Math.min(b.x0, b.x1) || Math.max(b.x0, b.x1) < Math.min(a.x0, a.x1)) return false
  if (Math.max(a.y0, a.y1) < Math.min(b.y0, b.y1) || Math.max(b.y0, b.y1) < Math.min(a.y0, a.y1)) return false
  return (
    side(a, b.x0, b.y0) * side(a, b.x1, b.y1) <= 0 && //
    side(b, a.x0, a.y0) * side(b, a.x1, a.y1) <= 0
  )
}

function shareAnEnd(a: Edge, b: Edge): boolean {
  return (
    (a.x0 === b.x0 && a.y0 === b.y0) ||
    (a.x0 === b.x1 && a.y0 === b.y1) ||
    (a.x1 === b.x0 && a.y1 === b.y0) ||
    (a.x1 === b.x1 && a.y1 === b.y1)
  )
}

/** Positive, negative or 0 as a point lies on one side of an edge, on the other, or in line with it. */
function side({ x0, y0, x1, y1 }: Edge, x: number, y: number): number {
  return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
}
