import { between, whole } from '../choose.ts'
import { oklch } from '../color.ts'
import { type Corner, curve, melt, stroke, union } from '../distance.ts'
import { clouds, spots } from '../pattern.ts'
import { type Kind, part, type Shape } from '../shape.ts'

/** One banana, or a hand of up to four. */
export const banana: Kind = {
  name: 'banana',
  poses: ['lying'],
  make({ next }) {
    const count = whole(next, 1, 4)
    const ripe = oklch(between(next, 0.78, 0.88), 0.16, between(next, 92, 112))
    const brown = oklch(0.35, 0.06, 60)
    const parts = Array.from({ length: count }, (_, i) => {
      const drop = 0.2 + 0.62 * ((i + 1) / count)
      const stem: Corner = [-0.78, -0.42]
      const spine = curve(
        [-0.75, -0.3],
        [-0.45 + 0.1 * i, drop * 1.15],
        [0.85 - 0.08 * i, drop - 0.45 - 0.1 * i],
        12,
      )
      const half = Math.ceil(spine.length / 2)
      const body = melt(
        0.06,
        stroke(spine.slice(0, half), 0.1, 0.19),
        stroke(spine.slice(half - 1), 0.19, 0.06),
      )
      const tip = spine.at(-1)!
      const end = stroke([tip, [tip[0] + 0.08, tip[1] - 0.06]], 0.045)
      const neck = stroke([stem, spine[0]!], 0.06, 0.1)
      return part(
        union(body, end, neck),
        {
          color: ripe,
          layers: [
            [oklch(0.66, 0.14, 118), clouds(next, 0.8, 0.5, 0.6)],
            [brown, spots(next, 0.09, 0.16, 0.25)],
            [
              brown,
              (x, y) => (Math.hypot(x - tip[0] - 0.05, y - tip[1] + 0.05) < 0.07 || y < -0.36 ? 0.9 : 0),
            ],
          ],
          gloss: 0.15,
        },
        0.2,
      )
    })
    return parts satisfies Shape
  },
}
