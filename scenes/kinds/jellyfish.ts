import { between, whole } from '../choose.ts'
import { mix, near, oklch } from '../color.ts'
import { both, curve, ellipse, melt, placed, stroke } from '../distance.ts'
import { stripes } from '../pattern.ts'
import { ball, formed, type Kind, part } from '../shape.ts'

/** A jellyfish: a bell and many thin waving threads. */
export const jellyfish: Kind = {
  name: 'jellyfish',
  poses: ['swimming'],
  make({ next }) {
    const wide = between(next, 0.45, 0.7)
    const high = between(next, 0.4, 0.6)
    const color = near(next, [0.82, 0.09, between(next, 270, 420)])
    const threads = whole(next, 7, 16)
    const tentacles = Array.from({ length: threads }, (_, i) => {
      const x = wide * 0.85 * ((2 * i) / (threads - 1) - 1)
      const sway = between(next, -0.25, 0.25)
      const path = curve([x, -0.35], [x + sway, 0.1], [x * 0.7 - sway, between(next, 0.3, 0.98)], 12)
      return part(
        stroke(path, 0.018, 0.005),
        { color: mix(color, oklch(0.95, 0.02, 300), 0.4), gloss: 0.4 },
        0.02,
      )
    })
    const bell = melt(
      0.06,
      both(placed(ellipse(wide, high), 0, -0.4), (_x, y) => y + 0.36),
      placed(ellipse(wide * 0.98, 0.07), 0, -0.37),
    )
    return [
      ...tentacles,
      formed(bell, ball(0, -0.38, wide * 1.02, high), {
        color,
        layers: [
          [
            mix(color, oklch(0.4, 0.12, 330), 0.6),
            (x, y, d) =>
              0.6 * stripes(0, 0.16, 0.25)(x / Math.sqrt(Math.max(0.05, 1 - ((y + 0.4) / high) ** 2)), y, d),
          ],
        ],
        gloss: 0.9,
      }),
    ]
  },
}
