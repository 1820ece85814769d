import { between } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { capsule, ellipse, lens, mirrored, placed, union } from '../distance.ts'
import { cracks, scales } from '../pattern.ts'
import { ball, formed, type Kind, part } from '../shape.ts'

/** A turtle from above: patterned shell, flippers, head. */
export const turtle: Kind = {
  name: 'turtle',
  poses: ['lying', 'swimming'],
  size: 0.9,
  make({ next }) {
    const wide = between(next, 0.46, 0.56)
    const shell = near(next, [0.48, 0.07, 85], [0.08, 0.03, 30])
    const skin = near(next, [0.58, 0.07, 115], [0.1, 0.03, 20])
    const hide = {
      color: skin,
      layers: [[scaled(skin, 0.45), cracks(next, 0.09, 0.09)] as const],
      gloss: 0.2,
    }
    const stroke = between(next, 0.3, 1)
    const flippers = mirrored(
      union(
        placed(lens(0.34, 0.12), wide + 0.12, -0.4, stroke + 0.7),
        placed(lens(0.22, 0.09), wide * 0.75, 0.62, 2.4 - stroke * 0.5),
      ),
    )
    return [
      part(flippers, hide, 0.08),
      part(
        union(capsule([0, -0.55], [0, -0.8], 0.13, 0.14), capsule([0, 0.6], [0, 0.85], 0.07, 0.01)),
        hide,
        0.13,
      ),
      formed(ellipse(wide, 0.66), ball(0, 0, wide * 1.05, 0.7), {
        color: shell,
        layers: [
          [scaled(shell, 1.6), (x, y, d) => 0.5 * scales(0.05)(x * 1.3, y, d)],
          [oklch(0.25, 0.04, 80), cracks(next, 0.28, 0.07)],
          [oklch(0.7, 0.1, 90), (x, y, d) => (ellipse(wide, 0.66)(x, y) > -0.08 ? 0.5 * (1 - d) : 0)],
        ],
        gloss: 0.5,
      }),
    ]
  },
}
