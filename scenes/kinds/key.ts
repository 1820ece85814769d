import { between, chance, whole } from '../choose.ts'
import { box, circle, cut, ellipse, melt, placed, ring, union } from '../distance.ts'
import { metal } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** A key: a bow with a hole, a shank, a bit with teeth. */
export const key: Kind = {
  name: 'key',
  poses: ['lying'],
  size: 0.85,
  make({ next }) {
    const old = chance(next, 0.5)
    const bow = between(next, 0.22, 0.34)
    const thick = old ? 0.055 : bow * 0.6
    const handle = old
      ? placed(ring(ellipse(bow * 1.1, bow), thick), 0, -0.62)
      : cut(placed(circle(bow + 0.04), 0, -0.62), placed(circle(between(next, 0.06, 0.1)), 0, -0.72))
    const width = old ? 0.05 : 0.09
    const shank = placed(box(width, 0.62, 0.03), 0, 0.33)
    const teeth = Array.from({ length: whole(next, 2, 5) }, (_, i) => {
      const long = between(next, 0.06, old ? 0.24 : 0.11)
      return placed(box(long / 2 + 0.03, old ? 0.05 : 0.045), width + long / 2, 0.86 - 0.16 * i)
    })
    const collar = old ? [placed(box(0.1, 0.04, 0.03), 0, -0.22)] : []
    return [part(melt(0.05, handle, union(shank, ...teeth, ...collar)), metal(next), 0.045)]
  },
}
