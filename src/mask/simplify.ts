import { crossingRings } from './crossing-rings.ts'
import type { Part, Ring } from './polygon.ts'

/** From this tolerance on, stairs of single pixels are straightened before vertices are left out. */
const stairTolerance = 0.5

/**
 * Parts with fewer vertices: none that is left out lies further than the tolerance from the new outline. Stairs one
 * pixel high become slopes first, which moves an outline by half a pixel at most; the corners of boxes stay.
 *
 * No ring vanishes, however small. Where outlines would cross, their rings get half the tolerance, again if need be.
 *
 * @param tolerance  in pixels; 0 changes nothing
 * @throws RangeError when the tolerance is negative or not a number
 */
export function simplify(parts: readonly Part[], tolerance: number): Part[] {
  const kept = simplifiedPositions(parts, tolerance)
  let next = 0
  const reduced = (ring: Ring) => ringAt(ring, kept[next++]!)
  return parts.map(({ outer, holes }) => ({ outer: reduced(outer), holes: holes.map(reduced) }))
}

/**
 * Where the vertices of the simplified outlines lie on the exact ones, in their order: k is corner k, and k + ½ the
 * middle of the side that leads from it to the next.
 *
 * @param tolerance  in pixels; 0 keeps every corner
 * @returns a list for each ring: of the first part the outline, then its holes, then the same of the next part
 * @throws RangeError when the tolerance is negative or not a number
 */
export function simplifiedPositions(parts: readonly Part[], tolerance: number): number[][] {
  if (!(tolerance >= 0)) throw new RangeError(`simplify: tolerance is ${tolerance}, expected pixels from 0`)
  return withoutCrossings(
    parts.flatMap(({ outer, holes }) => [outer, ...holes]),
    tolerance,
  )
}

/** The places of a closed line at such positions, as a closed line. */
function ringAt(ring: Ring, positions: readonly number[]): Ring {
  const corners = ring.length / 2
  return positions.flatMap(position => {
    const k = Math.floor(position)
    const share = position - k
    const next = (k + 1) % corners
    return [0, 1].map(axis => ring[2 * k + axis]! * (1 - share) + ring[2 * next + axis]! * share)
  })
}

/** Number of vertices of all rings. */
export function vertexCount(parts: readonly Part[]): number {
  return parts
    .flatMap(({ outer, holes }) => [outer, ...holes])
    .reduce((sum, ring) => sum + ring.length / 2, 0)
}

function withoutCrossings(rings: readonly Ring[], tolerance: number): number[][] {
  // No photo is as large as the limit, which bounds how often a tolerance is halved.
  const tolerances = rings.map(() => Math.min(tolerance, 2 ** 16))
  const kept = rings.map(ring => reduce(ring, tolerance))
  const reduced = rings.map((ring, k) => ringAt(ring, kept[k]!))
  for (;;) {
    // Rings that are back at what they were are left alone: exact outlines touch, but do not cross.
    const crossing = crossingRings(reduced).filter(k => tolerances[k]! > 0)
    if (crossing.length === 0) return kept
    for (const k of crossing) {
      tolerances[k] = tolerances[k]! > 0.25 ? tolerances[k]! / 2 : 0
      kept[k] = reduce(rings[k]!, tolerances[k]!)
      reduced[k] = ringAt(rings[k]!, kept[k])
    }
  }
}

/** The positions that are left. */
function reduce(ring: Ring, tolerance: number): number[] {
  const corners = Array.from({ length: ring.length / 2 }, (_, k) => k)
  // A box has nothing to lose.
  if (tolerance === 0 || ring.length <= 8) return corners
  const positions = tolerance < stairTolerance ? corners : straightenStairs(ring)
  const isKept = keptVertices(ringAt(ring, positions), tolerance)
  return positions.filter((_, k) => isKept[k])
}

/**
 * Where an outline goes up or down a slope, the middles of the sides that are one pixel long replace the corners.
 * A side is part of a slope when the turns at its ends are opposite; a tip, where the outline turns back, is not,
 * and keeps its corners.
 */
function straightenStairs(ring: Ring): number[] {
  const corners = ring.length / 2
  const x = (k: number) => ring[2 * (k % corners)]!
  const y = (k: number) => ring[2 * (k % corners) + 1]!
  // Side k leads from corner k to corner k + 1.
  const isSlope = new Uint8Array(corners)
  const isStep = new Uint8Array(corners)
  for (let k = 0; k < corners; k++) {
    const before = k + corners - 1
    const [dx, dy] = [x(k + 1) - x(k), y(k + 1) - y(k)]
    const turn = (x(k) - x(before)) * dy - (y(k) - y(before)) * dx
    const nextTurn = dx * (y(k + 2) - y(k + 1)) - dy * (x(k + 2) - x(k + 1))
    isSlope[k] = turn * nextTurn < 0 ? 1 : 0
    isStep[k] = isSlope[k] && Math.abs(dx) + Math.abs(dy) === 1 ? 1 : 0
  }
  const straight: number[] = []
  for (let k = 0; k < corners; k++) {
    const before = (k + corners - 1) % corners
    if (!(isSlope[before] && isSlope[k] && (isStep[before] || isStep[k]))) straight.push(k)
    if (isStep[k]) straight.push(k + 0.5)
  }
  return straight
}

/** The vertices that Douglas and Peucker's reduction of a closed line keeps, from two vertices at its far ends. */
function keptVertices(ring: Ring, tolerance: number): Uint8Array {
  const corners = ring.length / 2
  const one = furthestVertex(ring, 0)
  const other = furthestVertex(ring, one)
  const [a, b] = [Math.min(one, other), Math.max(one, other)]
  const kept = new Uint8Array(corners)
  kept[a] = kept[b] = 1
  const chains: [from: number, to: number][] = [
    [a, b],
    [b, a + corners],
  ]
  const isFlat = chains.every(([from, to]) => furthestFromChord(ring, from, to)[1] <= tolerance)
  for (let chain = chains.pop(); chain; chain = chains.pop()) {
    const [from, to] = chain
    const [furthest, distance] = furthestFromChord(ring, from, to)
    if (distance > tolerance) chains.push([from, furthest], [furthest, to])
    // A ring that would be left with two vertices keeps its width.
    if (distance > tolerance || (isFlat && distance > 0)) kept[furthest % corners] = 1
  }
  return kept
}

function furthestVertex(ring: Ring, from: number): number {
  let furthest = from
  let largest = 0
  for (let k = 0; k < ring.length / 2; k++) {
    const square = (ring[2 * k]! - ring[2 * from]!) ** 2 + (ring[2 * k + 1]! - ring[2 * from + 1]!) ** 2
    if (square <= largest) continue
    largest = square
    furthest = k
  }
  return furthest
}

/** The vertex between two others that is furthest from the line between them, and its distance. */
function furthestFromChord(ring: Ring, from: number, to: number): [vertex: number, distance: number] {
  const length = ring.length
  const x0 = ring[(2 * from) % length]!
  const y0 = ring[(2 * from + 1) % length]!
  const dx = ring[(2 * to) % length]! - x0
  const dy = ring[(2 * to + 1) % length]! - y0
  const chord = dx * dx + dy * dy
  let furthest = from
  let largest = 0
  for (let k = from + 1; k < to; k++) {
    const px = ring[(2 * k) % length]! - x0
    const py = ring[(2 * k + 1) % length]! - y0
    const along = chord > 0 ? Math.min(Math.max((px * dx + py * dy) / chord, 0), 1) : 0
    const square = (px - along * dx) ** 2 + (py - along * dy) ** 2
    if (square <= largest) continue
    largest = square
    furthest = k
  }
  return [furthest, Math.sqrt(largest)]
}
