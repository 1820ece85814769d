import { between, chance, pick } from '../choose.ts'
import { near, oklch } from '../color.ts'
import { curve, lens, outline, placed, stroke } from '../distance.ts'
import { foliage, matte, peel } from '../finish.ts'
import { ball, flat, formed, type Kind, part } from '../shape.ts'

/** An apple, tomato or peach with a stem and perhaps a leaf. */
export const apple: Kind = {
  name: 'apple',
  poses: ['standing', 'lying'],
  size: 0.6,
  upright: true,
  make({ next }) {
    const color = near(
      next,
      pick(next, [
        [0.52, 0.17, 28],
        [0.72, 0.16, 125],
        [0.8, 0.14, 95],
        [0.6, 0.18, 35],
      ] as const),
    )
    const blush = near(
      next,
      pick(next, [
        [0.45, 0.16, 25],
        [0.78, 0.13, 100],
        [0.5, 0.14, 20],
      ] as const),
    )
    const dimple = between(next, 0.05, 0.16)
    const flatness = between(next, 0.02, 0.09)
    const body = outline(a => {
      const down = Math.sin(a)
      const notch =
        dimple * Math.exp(-(((a + Math.PI / 2) / 0.3) ** 2)) +
        0.5 * dimple * Math.exp(-(((a - Math.PI / 2) / 0.25) ** 2))
      return 0.94 - flatness * down * down - notch + 0.02 * Math.sin(3 * a + 1)
    })
    const body1 = placed(body, 0, 0.12 + flatness)
    const stem = stroke(curve([0, -0.6], [0.02, -0.85], [between(next, -0.2, 0.2), -1.02], 8), 0.035, 0.05)
    const parts = [
      formed(body1, ball(0, 0.12, 0.95, 0.93), peel(next, color, blush)),
      part(stem, matte(oklch(0.35, 0.05, 60)), 0.05),
    ]
    if (chance(next, 0.5))
      parts.push(
        formed(placed(lens(0.3, 0.13), 0.28, -0.88, 1.2), flat, { color: foliage(next), gloss: 0.3 }),
      )
    return parts
  },
}
