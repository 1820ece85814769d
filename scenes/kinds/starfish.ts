import { between, pick } from '../choose.ts'
import { near, scaled } from '../color.ts'
import { around, capsule, circle, melt, placed, union } from '../distance.ts'
import { clouds, spots } from '../pattern.ts'
import { type Kind, part } from '../shape.ts'

/** A starfish: tapering arms with rows of knobs. */
export const starfish: Kind = {
  name: 'starfish',
  poses: ['lying', 'swimming'],
  size: 0.8,
  make({ next }) {
    const arms = pick(next, [5, 5, 5, 6, 7])
    const thick = between(next, 0.16, 0.27)
    const color = near(
      next,
      pick(next, [
        [0.62, 0.16, 45],
        [0.5, 0.14, 25],
        [0.7, 0.1, 70],
        [0.55, 0.1, 300],
      ] as const),
    )
    const arm = capsule([0, 0], [0, -0.95], thick, 0.05)
    const knobs = union(...[0.15, 0.3, 0.45, 0.6, 0.74].map(r => placed(circle(0.045 - 0.035 * r), 0, -r)))
    return [
      part(
        melt(0.08, around(arm, arms), circle(thick * 1.25)),
        {
          color,
          layers: [
            [scaled(color, 0.6), clouds(next, 0.3, 0, 0.6)],
            [scaled(color, 1.5), spots(next, 0.07, 0.25, 0.8)],
          ],
          bump: [spots(next, 0.07, 0.25, 0.8), 0.012],
          gloss: 0.2,
        },
        thick * 0.95,
      ),
      part(around(knobs, arms), { color: near(next, [0.85, 0.08, 75]), gloss: 0.2 }, 0.05),
    ]
  },
}
