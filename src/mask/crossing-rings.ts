import type { Ring } from './polygon.ts'

type Edge = {
  readonly ring: number
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/**
 * The rings, by index, of which an edge crosses or touches another edge, of the same ring or another. Edges that
 * share an end do not count: neighbours do, and so do exact outlines that touch at a corner.
 */
export function crossingRings(rings: readonly Ring[]): number[] {
  const edges = edgesOf(rings)
  const grid = gridFor(edges)
  const seenInCell: Edge[][] = Array.from({ length: grid.columns * grid.rows }, () => [])
  const found = new Set<number>()
  for (const edge of edges)
    for (const cell of cellsOf(edge, grid)) {
      for (const other of seenInCell[cell]!) if (meet(edge, other)) found.add(edge.ring).add(other.ring)
      seenInCell[cell]!.push(edge)
    }
  return [...found]
}

function edgesOf(rings: readonly Ring[]): Edge[] {
  const edges: Edge[] = []
  for (const [ring, points] of rings.entries())
    for (let k = 0; k < points.length; k += 2) {
      const next = (k + 2) % points.length
      edges.push({ ring, x0: points[k]!, y0: points[k + 1]!, x1: points[next]!, y1: points[next + 1]! })
    }
  return edges
}

/** Square cells in which edges look for each other. */
type Grid = {
  readonly left: number
  readonly top: number
  readonly cell: number
  readonly columns: number
  readonly rows: number
}

/** Cells over the box of all edges, fewer than there are edges, so that few edges share one. */
function gridFor(edges: readonly Edge[]): Grid {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x0, y0 } of edges) {
    left = Math.min(left, x0)
    right = Math.max(right, x0)
    top = Math.min(top, y0)
    bottom = Math.max(bottom, y0)
  }
  const [width, height] = [right - left, bottom - top]
  const cell = Math.max(2 * Math.sqrt((width * height) / edges.length), Math.max(width, height) / 2048, 1)
  return {
    left,
    top,
    cell,
    columns: Math.floor(width / cell) + 1,
    rows: Math.floor(height / cell) + 1,
  }
}

/** The cells that an edge passes through. */
function cellsOf({ x0, y0, x1, y1 }: Edge, { left, top, cell, columns }: Grid): number[] {
  const cells: number[] = []
  const [high, low] = [Math.min(y0, y1), Math.max(y0, y1)]
  const [near, far] = [Math.min(x0, x1), Math.max(x0, x1)]
  // Kept between the ends, which rounding could pass.
  const xAt = (y: number) => Math.min(Math.max(x0 + ((y - y0) * (x1 - x0)) / (y1 - y0), near), far)
  const lastRow = Math.floor((low - top) / cell)
  for (let row = Math.floor((high - top) / cell); row <= lastRow; row++) {
    const enters = high === low ? x0 : xAt(Math.max(high, top + row * cell))
    const leaves = high === low ? x1 : xAt(Math.min(low, top + (row + 1) * cell))
    const last = Math.floor((Math.max(enters, leaves) - left) / cell)
    for (let column = Math.floor((Math.min(enters, leaves) - left) / cell); column <= last; column++)
      cells.push(row * columns + column)
  }
  return cells
}

function meet(a: Edge, b: Edge): boolean {
  if (Math.max(a.x0, a.x1) < Math.min(b.x0, b.x1) || Math.max(b.x0, b.x1) < Math.min(a.x0, a.x1)) return false
  if (Math.max(a.y0, a.y1) < Math.min(b.y0, b.y1) || Math.max(b.y0, b.y1) < Math.min(a.y0, a.y1)) return false
  if (shareAnEnd(a, b)) return false
  return side(a, b.x0, b.y0) * side(a, b.x1, b.y1) <= 0 && side(b, a.x0, a.y0) * side(b, a.x1, a.y1) <= 0
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
