import { normal, type Point, type Random } from '../../src/image/index.ts'
import { Mask } from '../../src/mask/index.ts'
import { clickDeviation, costs } from './costs.ts'
import { pointsOf } from './moves.ts'
import { type Subject, scoreOf } from './subject.ts'

/** A closed line of a polygon: the outline of a part, or of a hole. */
export type PlannedRing = { readonly corners: readonly Point[]; readonly cuts: boolean }

/** Seconds that a correction takes, about; what a polygon costs that the hand's tremor makes too bad. */
const correctionSeconds = 6
/** How often a plan is rehearsed in mind, each time with other misses. */
const rehearsals = 16

/**
 * The polygon that is drawn fastest: the true outline with the fewest vertices that reach the wanted IoU, and as many
 * more as save corrections. Parts and holes are left away where they are not needed.
 *
 * @param scale  pixels of the screen per pixel of the photo
 */
export function planPolygon(subject: Subject, scale: number, next: Random): PlannedRing[] {
  const { truth, wanted } = subject
  let best: { rings: PlannedRing[]; seconds: number } | undefined
  const diagonal = Math.hypot(truth.box!.x1 - truth.box!.x0 + 1, truth.box!.y1 - truth.box!.y0 + 1)
  for (let tolerance = 0.25; tolerance < diagonal; tolerance *= 1.12) {
    const all = truth
      .contours({ tolerance })
      .flatMap(({ outer, holes }) => [
        { corners: pointsOf(outer), cuts: false },
        ...holes.map(hole => ({ corners: pointsOf(hole), cuts: true })),
      ])
      .filter(({ corners }) => corners.length >= 3)
      .toSorted((a, b) => areaOf(b) - areaOf(a))
    const most = Math.min(all.length, 12)
    for (let count = 1; count <= most; count++) {
      const rings = all.slice(0, count).toSorted((a, b) => Number(a.cuts) - Number(b.cuts))
      if (scoreOf(filled(rings, truth), subject) < wanted) continue
      const vertices = rings.reduce((sum, { corners }) => sum + corners.length, 0)
      const drawing = vertices * (costs.point + costs.click) + (count - 1) * (costs.decide + 2 * costs.key)
      if (best && drawing >= best.seconds) break
      let failed = 0
      for (let k = 0; k < rehearsals; k++) {
        const missed = rings.map(ring => ({
          ...ring,
          corners: ring.corners.map(({ x, y }) => ({
            x: x + (clickDeviation / scale) * normal(next),
            y: y + (clickDeviation / scale) * normal(next),
          })),
        }))
        if (scoreOf(filled(missed, truth), subject) < wanted) failed++
      }
      const seconds = drawing + (failed / rehearsals) * correctionSeconds
      if (!best || seconds < best.seconds) best = { rings, seconds }
      break
    }
  }
  // One pixel, or a few in a row: a polygon around them.
  return best?.rings ?? [{ corners: pointsOf(truth.contours()[0]!.outer), cuts: false }]
}

function filled(rings: readonly PlannedRing[], truth: Mask): Mask {
  const fill = (some: readonly PlannedRing[]) =>
    Mask.fromPolygons(
      some.map(({ corners }) => corners.flatMap(({ x, y }) => [x + 0.5, y + 0.5])),
      truth,
    )
  return fill(rings.filter(({ cuts }) => !cuts)).difference(fill(rings.filter(({ cuts }) => cuts)))
}

function areaOf({ corners }: PlannedRing): number {
  const twice = corners.reduce((sum, { x, y }, k) => {
    const after = corners[(k + 1) % corners.length]!
    return sum + x * after.y - after.x * y
  }, 0)
  return Math.abs(twice) / 2
}
