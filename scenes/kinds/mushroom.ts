import { between, chance } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { both, box, ellipse, melt, placed, profile, turned } from '../distance.ts'
import { fade, spots, streaks, stripes } from '../pattern.ts'
import { ball, flat, formed, type Kind, turnedRelief } from '../shape.ts'

/** A mushroom: cap, gills, stem with a skirt. */
export const mushroom: Kind = {
  name: 'mushroom',
  poses: ['standing'],
  size: 0.7,
  make({ next }) {
    const wide = between(next, 0.55, 0.95)
    const high = between(next, 0.4, 0.75)
    const brim = between(next, -0.25, 0.05)
    const foot = between(next, 0.16, 0.3)
    const stem = profile([
      [brim - 0.1, foot * 0.75],
      [0.3, foot * 0.8],
      [0.85, foot * 1.15],
      [1, foot],
    ])
    const red = chance(next, 0.4)
    const color = red ? near(next, [0.52, 0.18, 28]) : near(next, [between(next, 0.4, 0.75), 0.07, 60])
    const flesh = oklch(0.9, 0.03, 85)
    const fibres = streaks(next, 0.03, 8)
    const dome = melt(0.1, both(ellipse(wide, high), placed(box(2, 1), 0, -0.96)))
    return [
      formed(turned(stem), turnedRelief(stem), {
        color: flesh,
        layers: [
          [scaled(flesh, 0.6), (x, y, d) => fibres(y, x, d)],
          [oklch(0.5, 0.05, 70), fade(0.6, 1.1)],
        ],
      }),
      formed(placed(ellipse(wide * 0.94, 0.14), 0, brim + 0.02), flat, {
        color: scaled(flesh, 0.5),
        layers: [[scaled(flesh, 0.25), stripes(0, 0.05, 0.5)]],
      }),
      formed(placed(dome, 0, brim), ball(0, brim, wide, high), {
        color,
        layers: [
          [scaled(color, 0.6), fade(brim - 0.1, brim + 0.1)],
          ...(red ? [[oklch(0.95, 0.02, 85), spots(next, 0.24, 0.24, 0.7)] as const] : []),
        ],
        gloss: between(next, 0.2, 0.6),
      }),
    ]
  },
}
