import type { Part, Ring } from '../mask/index.ts'

/**
 * Parts with holes as one closed line, for formats that have one ring for an object. Every ring is joined to those
 * before it by a bridge of no width, walked there and back, so that filling by the even-odd rule, as OpenCV and the
 * COCO API do, gives the same pixels.
 *
 * @param parts  that do not overlap
 */
export function bridged(parts: readonly Part[]): Ring {
  let line: Ring = []
  for (const { outer, holes } of parts) for (const ring of [outer, ...holes]) line = joined(line, ring)
  return line
}

/** A line with a ring let in at a corner of it, by a bridge that is short though perhaps not the shortest. */
function joined(line: Ring, ring: Ring): Ring {
  if (line.length === 0) return ring
  // From corner to nearest corner and back, until neither side finds a nearer one.
  let there = 0
  let here = nearest(line, ring, there)
  for (let known = Infinity; ; ) {
    there = nearest(ring, line, here)
    here = nearest(line, ring, there)
    const distance = (line[here]! - ring[there]!) ** 2 + (line[here + 1]! - ring[there + 1]!) ** 2
    if (distance >= known) break
    known = distance
  }
  return [...line.slice(0, here + 2), ...ring.slice(there), ...ring.slice(0, there + 2), ...line.slice(here)]
}

/** Where the corner of a ring begins that is nearest to corner k of another. */
function nearest(ring: Ring, other: Ring, k: number): number {
  let best = 0
  let least = Infinity
  for (let i = 0; i < ring.length; i += 2) {
    const distance = (ring[i]! - other[k]!) ** 2 + (ring[i + 1]! - other[k + 1]!) ** 2
    if (distance >= least) continue
    least = distance
    best = i
  }
  return best
}
