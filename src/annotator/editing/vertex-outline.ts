import type { Point, Size } from '../../image/index.ts'
import { Mask, type Ring, simplifiedPositions } from '../../mask/index.ts'

/** A vertex, on the corners of pixels, and the corners of the exact outline from there to the next vertex. */
type Vertex = { readonly x: number; readonly y: number; readonly tail: Ring }

/** The outlines of a mask by a few vertices. Between two of them it is exact until one is moved. A value. */
export type VertexOutline = readonly {
  /** Rings of one part: the first is its outline, the others are its holes. */
  readonly part: number
  readonly vertices: readonly Vertex[]
}[]

/** A vertex of an outline, by its ring and its place there. */
export type VertexPlace = { readonly ring: number; readonly vertex: number }

/** @param tolerance  how far the outline may be from the lines between vertices, in pixels */
export function vertexOutline(mask: Mask, tolerance: number): VertexOutline {
  const parts = mask.contours()
  const positions = simplifiedPositions(parts, tolerance)
  return parts
    .flatMap(({ outer, holes }, part) => [outer, ...holes].map(ring => ({ part, ring })))
    .map(({ part, ring }, k) => ({ part, vertices: verticesAt(ring, positions[k]!) }))
}

function verticesAt(ring: Ring, positions: readonly number[]): Vertex[] {
  const corners = ring.length / 2
  const corner = (k: number): [number, number] => [ring[2 * (k % corners)]!, ring[2 * (k % corners) + 1]!]
  return positions.map((position, i) => {
    const k = Math.floor(position)
    const share = position - k
    const [[x0, y0], [x1, y1]] = [corner(k), corner(k + 1)]
    const next = positions[i + 1] ?? positions[0]! + corners
    const tail: number[] = []
    for (let j = k + 1; j < next; j++) tail.push(...corner(j))
    return { x: x0 + share * (x1 - x0), y: y0 + share * (y1 - y0), tail }
  })
}

/** The mask inside the outlines. */
export function maskInside(outline: VertexOutline, size: Size): Mask {
  const parts: { outer: Ring; holes: Ring[] }[] = []
  for (const { part, vertices } of outline) {
    const ring = vertices.flatMap(({ x, y, tail }) => [x, y, ...tail])
    if (parts[part]) parts[part].holes.push(ring)
    else parts[part] = { outer: ring, holes: [] }
  }
  return Mask.fromParts(parts, size)
}

/** All vertices, as places between pixel centres. */
export const verticesOf = (outline: VertexOutline): Point[] =>
  outline.flatMap(({ vertices }) => vertices.map(({ x, y }) => ({ x: x - 0.5, y: y - 0.5 })))

/** With one vertex elsewhere; the outline leads straight to it. */
export function moveVertex(outline: VertexOutline, place: VertexPlace, to: Point): VertexOutline {
  return withRing(outline, place.ring, vertices => {
    const before = (place.vertex || vertices.length) - 1
    return vertices
      .with(before, { ...vertices[before]!, tail: [] })
      .with(place.vertex, { x: to.x + 0.5, y: to.y + 0.5, tail: [] })
  })
}

/** Without one vertex: a straight line takes its place. Undefined when fewer than three would be left. */
export function removeVertex(
  outline: VertexOutline,
  { ring, vertex }: VertexPlace,
): VertexOutline | undefined {
  if (outline[ring]!.vertices.length <= 3) return undefined
  return withRing(outline, ring, vertices => {
    const before = (vertex || vertices.length) - 1
    return vertices.with(before, { ...vertices[before]!, tail: [] }).toSpliced(vertex, 1)
  })
}

const withRing = (
  outline: VertexOutline,
  ring: number,
  change: (vertices: readonly Vertex[]) => readonly Vertex[],
): VertexOutline => outline.with(ring, { ...outline[ring]!, vertices: change(outline[ring]!.vertices) })

/** The vertex nearest to a place; undefined when none is within reach, in pixels. */
export function vertexNear(outline: VertexOutline, { x, y }: Point, reach: number): VertexPlace | undefined {
  let nearest: VertexPlace | undefined
  let least = reach
  for (const [ring, { vertices }] of outline.entries())
    for (const [vertex, at] of vertices.entries()) {
      const away = Math.hypot(at.x - 0.5 - x, at.y - 0.5 - y)
      if (away > least) continue
      least = away
      nearest = { ring, vertex }
    }
  return nearest
}

/** A place on the outline, after which corner of which vertex's tail it lies. */
export type OutlinePlace = VertexPlace & { readonly corner: number; readonly point: Point }

/** The place of the outline nearest to another; undefined when none is within reach, in pixels. */
export function outlineNear(
  outline: VertexOutline,
  { x, y }: Point,
  reach: number,
): OutlinePlace | undefined {
  let nearest: OutlinePlace | undefined
  let least = reach
  for (const [ring, { vertices }] of outline.entries())
    for (const [vertex, from] of vertices.entries()) {
      const next = vertices[(vertex + 1) % vertices.length]!
      const chain = [from.x, from.y, ...from.tail, next.x, next.y]
      for (let corner = 0; corner < chain.length / 2 - 1; corner++) {
        const point = nearestOnSide(chain, corner, x + 0.5, y + 0.5)
        const away = Math.hypot(point.x - x, point.y - y)
        if (away > least) continue
        least = away
        nearest = { ring, vertex, corner, point }
      }
    }
  return nearest
}

function nearestOnSide(chain: readonly number[], corner: number, x: number, y: number): Point {
  const [x0, y0] = [chain[2 * corner]!, chain[2 * corner + 1]!]
  const [x1, y1] = [chain[2 * corner + 2]!, chain[2 * corner + 3]!]
  const square = (x1 - x0) ** 2 + (y1 - y0) ** 2
  const share = square > 0 ? ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / square : 0
  const along = Math.min(Math.max(share, 0), 1)
  return { x: x0 + along * (x1 - x0) - 0.5, y: y0 + along * (y1 - y0) - 0.5 }
}

/** With a vertex more, which changes nothing yet; and where it is. */
export function insertVertex(
  outline: VertexOutline,
  { ring, vertex, corner, point }: OutlinePlace,
): [VertexOutline, VertexPlace] {
  const inserted = withRing(outline, ring, vertices => {
    const { tail, ...before } = vertices[vertex]!
    const added = { x: point.x + 0.5, y: point.y + 0.5, tail: tail.slice(2 * corner) }
    return vertices
      .with(vertex, { ...before, tail: tail.slice(0, 2 * corner) })
      .toSpliced(vertex + 1, 0, added)
  })
  return [inserted, { ring, vertex: vertex + 1 }]
}
