import { between, chance } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { outline } from '../distance.ts'
import { clouds, cracks, grains, stripes } from '../pattern.ts'
import { formed, type Kind, swelling } from '../shape.ts'

/** A stone, potato or lump of any smooth outline. */
export const stone: Kind = {
  name: 'stone',
  poses: ['lying'],
  size: 0.75,
  make({ next }) {
    const waves = [2, 3, 4, 5, 6].map(k => ({ k, size: between(next, 0, 0.32) / k, phase: 6.3 * next() }))
    const shape = outline(a => 0.78 + waves.reduce((sum, w) => sum + w.size * Math.cos(w.k * a + w.phase), 0))
    const color = near(next, [between(next, 0.4, 0.75), 0.03, between(next, 40, 110)])
    return [
      formed(shape, swelling(0.7, 1.3), {
        color,
        layers: [
          [scaled(color, 0.55), clouds(next, 0.5, 0, 0.8)],
          [
            oklch(0.85, 0.02, 80),
            chance(next, 0.4) ? stripes(6.3 * next(), 1.1, 0.08, 0.25) : cracks(next, 0.9, 0.015),
          ],
          [scaled(color, 1.5), clouds(next, 0.06, 0.35, 0.3)],
        ],
        bump: [chance(next, 0.5) ? grains(next, 0.05) : clouds(next, 0.25, 0, 1), 0.025],
        gloss: between(next, 0, 0.35),
      }),
    ]
  },
}
