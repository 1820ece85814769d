import { between, chance, pick } from '../choose.ts'
import { near, scaled } from '../color.ts'
import { type Corner, polygon, stroke } from '../distance.ts'
import { foliage } from '../finish.ts'
import { noise } from '../noise.ts'
import { clouds } from '../pattern.ts'
import { formed, type Kind, part } from '../shape.ts'

// One half of the outline, from the tip down to the stalk.
const half: readonly Corner[] = [
  [0, -0.95],
  [0.12, -0.68],
  [0.27, -0.72],
  [0.22, -0.3],
  [0.5, -0.58],
  [0.56, -0.46],
  [0.82, -0.5],
  [0.72, -0.28],
  [0.93, -0.1],
  [0.5, 0.12],
  [0.56, 0.26],
  [0.04, 0.2],
]

/** A lobed leaf, as of maple or plane. */
export const maple: Kind = {
  name: 'maple',
  poses: ['lying', 'floating'],
  make({ next }) {
    const shaken = (c: Corner): Corner => [
      c[0] + between(next, -0.04, 0.04),
      c[1] + between(next, -0.04, 0.04),
    ]
    const outline = [
      ...half.map(shaken),
      ...half
        .slice(1)
        .toReversed()
        .map(c => shaken([-c[0], c[1]])),
    ]
    const color = chance(next, 0.7)
      ? near(
          next,
          pick(next, [
            [0.5, 0.17, 30],
            [0.65, 0.16, 60],
            [0.8, 0.15, 92],
          ] as const),
        )
      : foliage(next)
    const blade = polygon(outline)
    const lobes: readonly Corner[] = [
      [0, -0.9],
      [0.8, -0.48],
      [-0.8, -0.48],
      [0.5, 0.18],
      [-0.5, 0.18],
    ]
    const ribs = stroke(
      [
        [0, 0.2],
        [0, -0.8],
      ],
      0.012,
      0.004,
    )
    const vein = { color: scaled(color, 0.55) }
    const at = 40 * next()
    return [
      part(
        stroke(
          [
            [0, 0.18],
            [0.03, 0.6],
            [between(next, -0.15, 0.15), 0.98],
          ],
          0.025,
          0.02,
        ),
        vein,
        0.02,
      ),
      formed(
        blade,
        (out, x, y) => {
          out[0] = 0.35 * noise(2.5 * x + at, 2.5 * y)
          out[1] = 0.35 * noise(2.5 * x, 2.5 * y + at)
        },
        {
          color,
          layers: [
            [near(next, [0.7, 0.14, 80]), clouds(next, 0.6, 0.2, 0.5)],
            [scaled(color, 0.5), clouds(next, 0.2, 0.6, 0.4)],
          ],
          gloss: 0.15,
        },
      ),
      ...lobes.map(tip =>
        part(
          stroke(
            [
              [0, 0.16],
              [0.85 * tip[0], 0.85 * tip[1]],
            ],
            0.014,
            0.004,
          ),
          vein,
          0.02,
        ),
      ),
      part(ribs, vein, 0.02),
    ]
  },
}
