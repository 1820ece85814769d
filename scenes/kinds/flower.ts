import { between, chance, whole } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { around, circle, curve, lens, placed, stroke } from '../distance.ts'
import { foliage } from '../finish.ts'
import { cells, newCell, smoothstep } from '../noise.ts'
import { formed, type Kind, type Part, part } from '../shape.ts'

/** A flower from the front: one or two rings of petals, a seeded heart, a thin stem with leaves. */
export const flower: Kind = {
  name: 'flower',
  poses: ['floating', 'lying'],
  make({ next }) {
    const petals = whole(next, 5, 21)
    const long = between(next, 0.24, 0.34)
    const wide = Math.min(0.2, (0.9 / petals) * between(next, 0.85, 1.2))
    const heart = between(next, 0.1, 0.2)
    const color = near(next, [between(next, 0.6, 0.95), between(next, 0.03, 0.2), between(next, 270, 460)])
    const center = -0.4
    const ringOf = (turn: number, shade: number): Part => {
      const shape = placed(around(placed(lens(long, wide), 0, -heart * 0.7 - long), petals), 0, center, turn)
      const petal = scaled(color, shade)
      return part(
        shape,
        {
          color: petal,
          layers: [
            [scaled(petal, 0.45), (x, y) => smoothstep(heart + 0.25, heart, Math.hypot(x, y - center))],
            [
              scaled(petal, 0.7),
              (x, y, d) =>
                0.5 * smoothstep(0.6, 0.9, Math.sin((18 * petals * Math.atan2(x, y - center)) / 6) - d * 20),
            ],
          ],
          gloss: 0.1,
        },
        wide * 0.9,
      )
    }
    const green = { color: foliage(next), gloss: 0.2 }
    const sway = between(next, -0.2, 0.2)
    const stem = stroke(curve([0, center], [sway, 0.4], [sway * 1.5, 1], 10), 0.022, 0.028)
    const cell = newCell()
    const parts: Part[] = [
      part(stem, green, 0.025),
      part(placed(lens(0.26, 0.09), sway + 0.2, 0.45, between(next, 0.7, 1.2)), green, 0.08),
      ringOf(Math.PI / petals, 0.75),
      ringOf(0, 1),
    ]
    if (chance(next, 0.5))
      parts.splice(
        2,
        0,
        part(placed(lens(0.22, 0.08), sway - 0.14, 0.6, -between(next, 0.6, 1.1)), green, 0.08),
      )
    const seed = near(next, [0.6, 0.13, 75], [0.2, 0.04, 25])
    parts.push(
      formed(
        placed(circle(heart), 0, center),
        (out, x, y) => {
          out[0] = (0.8 * x) / heart
          out[1] = (0.8 * (y - center)) / heart
        },
        {
          color: seed,
          layers: [
            [
              oklch(0.3, 0.06, 60),
              (x, y, d) => {
                cells(cell, x * 40, y * 40)
                return cell.first * 0.9 * Math.min(1, 0.02 / d)
              },
            ],
          ],
        },
      ),
    )
    return parts
  },
}
