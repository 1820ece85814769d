import { between, chance, pick } from '../choose.ts'
import { near, oklch } from '../color.ts'
import { capsule, circle, cut, outline, ring, union } from '../distance.ts'
import { clouds, grains } from '../pattern.ts'
import { type Kind, type Part, part } from '../shape.ts'

/** A ring-shaped cake with icing and sprinkles; its hole shows the ground. */
export const donut: Kind = {
  name: 'donut',
  poses: ['lying'],
  size: 0.6,
  make({ next }) {
    const hole = between(next, 0.2, 0.36)
    const middle = (0.96 + hole) / 2
    const half = (0.96 - hole) / 2
    const dough = oklch(0.68, 0.1, 65)
    const parts: Part[] = [
      part(
        ring(circle(middle), half),
        {
          color: dough,
          layers: [[oklch(0.5, 0.1, 55), clouds(next, 0.4, 0, 0.8)]],
          bump: [grains(next, 0.04), 0.01],
          gloss: 0.2,
        },
        half,
      ),
    ]
    const phase = 6 * next()
    const edge = outline(
      a => middle + half * (0.72 + 0.12 * Math.sin(5 * a + phase) + 0.08 * Math.sin(11 * a + 2 * phase)),
    )
    const inner = outline(
      a => middle - half * (0.72 + 0.12 * Math.sin(4 * a - phase) + 0.06 * Math.sin(9 * a)),
    )
    const icing = near(
      next,
      pick(next, [
        [0.35, 0.06, 45],
        [0.8, 0.13, 0],
        [0.95, 0.02, 90],
        [0.85, 0.1, 200],
        [0.85, 0.12, 95],
      ] as const),
    )
    parts.push(part(cut(edge, inner), { color: icing, gloss: 0.9 }, half * 0.7))
    if (chance(next, 0.7)) {
      for (let c = 0; c < 5; c++) {
        const color = oklch(0.75, 0.17, 72 * c + 40)
        const grain = Array.from({ length: 9 }, () => {
          const a = 6.283 * next()
          const r = middle + half * between(next, -0.5, 0.5)
          const t = 6.283 * next()
          const [x, y] = [r * Math.cos(a), r * Math.sin(a)]
          return capsule(
            [x - 0.035 * Math.cos(t), y - 0.035 * Math.sin(t)],
            [x + 0.035 * Math.cos(t), y + 0.035 * Math.sin(t)],
            0.018,
          )
        })
        parts.push(part(union(...grain), { color, gloss: 0.5 }, 0.018))
      }
    }
    return parts
  },
}
