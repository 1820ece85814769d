import { between, chance } from '../choose.ts'
import { mix, oklch, scaled } from '../color.ts'
import { curve, type Distance, lens, stroke, union } from '../distance.ts'
import { foliage } from '../finish.ts'
import { noise } from '../noise.ts'
import { clouds, pulse, spots } from '../pattern.ts'
import { formed, type Kind, type Part, part } from '../shape.ts'

/** A leaf with ribs, a bent blade, toothed or smooth, on its stalk. */
export const leaf: Kind = {
  name: 'leaf',
  poses: ['lying', 'floating'],
  make({ next }) {
    const wide = between(next, 0.22, 0.55)
    const bend = between(next, -0.25, 0.25)
    const teeth = chance(next, 0.4) ? between(next, 0.015, 0.03) : 0
    const blade = lens(0.85, wide)
    // Bent along a parabola; the teeth are a wave along the edge.
    const bent: Distance = (x, y) =>
      (blade(x - bend * y * y, y + 0.1) + teeth * Math.sin(34 * y - 20 * Math.abs(x))) /
      (1 + Math.abs(bend) + 20 * teeth)
    const color = foliage(next)
    const rib = mix(color, oklch(0.85, 0.1, 110), 0.5)
    const veins = between(next, 0.09, 0.16)
    const eaten = chance(next, 0.3)
    const stalk = stroke(curve([bend * 0.5, 0.7], [bend * 0.9, 0.85], [bend * 1.1 + 0.05, 1], 6), 0.02, 0.03)
    const parts: Part[] = [
      part(
        union(
          stalk,
          stroke(
            [0, 0.25, 0.5, 0.75].map(t => [bend * (t - 0.1) ** 2, t] as const),
            0.012,
            0.02,
          ),
        ),
        { color: scaled(rib, 0.9) },
        0.02,
      ),
      formed(
        bent,
        (out, x, y) => {
          out[0] = 0.35 * Math.tanh(8 * (x - bend * y * y)) + 0.25 * noise(3 * x + 50 * bend, 3 * y)
          out[1] = 0.25 * noise(3 * x, 3 * y + 50 * bend)
        },
        {
          color,
          layers: [
            [scaled(color, 0.6), clouds(next, 0.5, 0.2, 0.8)],
            [oklch(0.45, 0.09, 55), eaten ? spots(next, 0.25, 0.18, 0.3) : clouds(next, 0.4, 1, 0.3)],
            [
              rib,
              (x, y, d) => 0.6 * pulse(y - 0.8 * Math.abs(x - bend * y * y), veins, 0.12, Math.max(d, 0.012)),
            ],
            [rib, (x, y, d) => (Math.abs(x - bend * y * y) < Math.max(d, 0.02 * (1 + y)) ? 0.8 : 0)],
          ],
          gloss: between(next, 0.05, 0.5),
        },
      ),
    ]
    return parts
  },
}
