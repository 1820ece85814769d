import { between, chance } from '../choose.ts'
import { oklch, scaled } from '../color.ts'
import { around, circle, grown, polygon } from '../distance.ts'
import { cracks, grains, spots } from '../pattern.ts'
import { ball, flat, formed, type Kind, part } from '../shape.ts'

/** An orange, lemon or lime, whole or cut open. */
export const citrus: Kind = {
  name: 'citrus',
  poses: ['lying', 'standing'],
  size: 0.6,
  make({ next }) {
    const hue = between(next, 60, 125)
    const skin = oklch(0.78, 0.17, hue)
    const peel = {
      color: skin,
      layers: [[scaled(skin, 0.7), spots(next, 0.07, 0.14, 0.9)] as const],
      bump: [spots(next, 0.07, 0.14, 0.9), -0.012] as const,
      gloss: 0.45,
    }
    const whole = formed(circle(1), ball(0, 0, 1), peel)
    if (chance(next, 0.5)) return [whole]
    const pith = oklch(0.95, 0.03, hue + 10)
    const flesh = oklch(0.82, 0.15, hue)
    const segment = grown(
      polygon([
        [0, -0.14],
        [-0.21, -0.72],
        [0, -0.79],
        [0.21, -0.72],
      ]),
      0.035,
    )
    return [
      whole,
      formed(circle(0.95), flat, { color: pith, layers: [[scaled(pith, 0.9), grains(next, 0.02)]] }),
      part(
        around(segment, 9),
        { color: flesh, layers: [[scaled(flesh, 0.8), cracks(next, 0.09, 0.1)]], gloss: 0.8 },
        0.05,
      ),
    ]
  },
}
