import { between, pick } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { capsule, circle, ellipse, melt, placed, polygon, union } from '../distance.ts'
import { fade, scales, streaks } from '../pattern.ts'
import { ball, formed, type Kind, part } from '../shape.ts'

/** A songbird or wader: plumage, folded wing, thin legs and toes. */
export const bird: Kind = {
  name: 'bird',
  poses: ['standing'],
  size: 0.8,
  make({ next, paint }) {
    const legs = between(next, 0.15, 0.75)
    const middle = 1 - legs - 0.32
    const tilt = between(next, 0.1, 0.45)
    const head = { x: -0.42, y: middle - between(next, 0.3, 0.5) }
    const beak = between(next, 0.12, 0.42)
    const back = paint()
    const belly = near(
      next,
      pick(next, [
        [0.9, 0.03, 85],
        [0.72, 0.13, 60],
        [0.65, 0.1, 100],
        [0.55, 0.02, 250],
      ] as const),
    )
    const body = melt(
      0.14,
      placed(ellipse(0.46, 0.31), 0, middle, tilt),
      placed(circle(0.2), head.x, head.y),
      capsule([-0.2, middle - 0.1], [head.x, head.y], 0.22, 0.17),
    )
    const tail = placed(
      polygon([
        [-0.1, -0.08],
        [0.62, -0.04],
        [0.64, 0.07],
        [-0.1, 0.1],
      ]),
      0.3,
      middle + 0.1,
      tilt,
    )
    const leg = (x: number, foot: number) =>
      union(
        capsule([x, middle + 0.2], [foot + 0.04, (middle + 1.1) / 2], 0.035, 0.02),
        capsule([foot + 0.04, (middle + 1.1) / 2], [foot, 0.98], 0.02),
        capsule([foot, 0.98], [foot - 0.13, 0.985], 0.016, 0.01),
        capsule([foot, 0.98], [foot + 0.08, 0.985], 0.016, 0.01),
      )
    const horn = { color: near(next, [0.6, 0.12, 55], [0.2, 0.1, 30]), gloss: 0.3 }
    const feathers = {
      color: back,
      layers: [
        [scaled(back, 0.45), scales(0.11)] as const,
        [scaled(back, 0.7), streaks(next, 0.02, 6)] as const,
      ],
    }
    return [
      part(union(leg(0.02, 0.05), leg(-0.08, -0.12)), horn, 0.02),
      part(tail, feathers, 0.05),
      part(
        polygon([
          [head.x - 0.14, head.y - 0.06],
          [head.x - 0.18 - beak, head.y + 0.03],
          [head.x - 0.14, head.y + 0.08],
        ]),
        horn,
        0.04,
      ),
      part(
        body,
        {
          color: back,
          layers: [
            [belly, (x, y, d) => fade(-0.1, 0.18)(0, y - middle - tilt * x * 0.6 + 0.4 * x, d)],
            [scaled(back, 0.6), streaks(next, 0.015, 4)],
          ],
        },
        0.24,
      ),
      part(
        placed(
          polygon([
            [-0.28, -0.16],
            [0.2, -0.14],
            [0.62, 0.1],
            [0.1, 0.17],
            [-0.24, 0.1],
          ]),
          0.06,
          middle - 0.02,
          tilt,
        ),
        feathers,
        0.08,
      ),
      formed(placed(circle(0.032), head.x - 0.07, head.y - 0.03), ball(head.x - 0.07, head.y - 0.03, 0.04), {
        color: oklch(0.1, 0, 0),
        gloss: 1,
      }),
    ]
  },
}
