import { between, chance, whole } from '../choose.ts'
import { around, box, circle, cut, melt, placed, polygon, union } from '../distance.ts'
import { metal, plastic } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** A toothed wheel with a bore, solid or spoked. */
export const gear: Kind = {
  name: 'gear',
  poses: ['lying'],
  size: 0.75,
  make({ next, paint }) {
    const teeth = whole(next, 8, 22)
    const pitch = (2 * Math.PI * 0.85) / teeth
    const root = 1 - pitch * 0.5
    const w = pitch * 0.36
    const tooth = polygon([
      [-w, -root + 0.1],
      [-w * 0.62, -0.99],
      [w * 0.62, -0.99],
      [w, -root + 0.1],
    ])
    const disc = union(circle(root), around(tooth, teeth))
    const bore = circle(between(next, 0.1, 0.2))
    const spokes = whole(next, 3, 6)
    const body = chance(next, 0.5)
      ? union(
          cut(disc, circle(root - 0.14)),
          cut(circle(0.32), bore),
          cut(around(placed(box(0.07, 0.35), 0, -0.5), spokes), bore),
        )
      : cut(disc, bore, around(placed(circle(0.14), 0, -0.5), spokes))
    const material = chance(next, 0.75) ? metal(next) : plastic(next, paint())
    return [part(melt(0.02, body), material, 0.04)]
  },
}
