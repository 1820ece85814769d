import { between, chance, whole } from '../choose.ts'
import { type Corner, capsule, polygon, union } from '../distance.ts'
import { fabric, metal, plastic, timber } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** A chair in a skewed view: four thin legs, a seat, a back of bars. */
export const chair: Kind = {
  name: 'chair',
  poses: ['standing'],
  size: 1.25,
  make(maker) {
    const { next, paint } = maker
    const seat = between(next, 0.1, 0.25)
    const wide = between(next, 0.36, 0.46)
    const dx = between(next, 0.1, 0.28)
    const dy = between(next, 0.12, 0.2)
    const top = between(next, -0.98, -0.6)
    const thick = between(next, 0.025, 0.045)
    const frame = chance(next, 0.6) ? timber(next) : chance(next, 0.5) ? metal(next) : plastic(next, paint())
    const left = -wide - dx / 2
    const right = wide - dx / 2
    const bar = (a: Corner, b: Corner, r = thick) => capsule(a, b, r, r * 0.85)
    const rungs = whole(next, 1, 5)
    const upright = chance(next, 0.5)
    const back = Array.from({ length: rungs }, (_, i) => {
      const t = (i + 1) / (rungs + 1)
      return upright
        ? bar([left + dx + t * 2 * wide, top + 0.05], [left + dx + t * 2 * wide, seat - dy], thick * 0.6)
        : bar(
            [left + dx, top + t * (seat - dy - top)],
            [right + dx, top + t * (seat - dy - top)],
            thick * 0.8,
          )
    })
    return [
      part(
        union(
          bar([left + dx, top], [left + dx, 1 - dy]),
          bar([right + dx, top], [right + dx, 1 - dy]),
          bar([left + dx, top + 0.04], [right + dx, top + 0.04], thick * 1.5),
          bar([left + dx, 0.65 - dy / 2], [right + dx, 0.65 - dy / 2], thick * 0.6),
          ...back,
        ),
        frame,
        thick,
      ),
      part(
        polygon([
          [left, seat],
          [left + dx, seat - dy],
          [right + dx, seat - dy],
          [right, seat],
          [right, seat + 0.07],
          [left, seat + 0.07],
        ]),
        chance(next, 0.5) ? fabric(maker) : frame,
        0.04,
      ),
      part(
        union(bar([left + 0.03, seat + 0.05], [left, 0.97]), bar([right - 0.03, seat + 0.05], [right, 0.97])),
        frame,
        thick,
      ),
    ]
  },
}
