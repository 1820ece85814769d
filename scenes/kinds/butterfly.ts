import { between } from '../choose.ts'
import { mix, oklch, scaled } from '../color.ts'
import { capsule, circle, curve, mirrored, outline, placed, ring, stroke, union } from '../distance.ts'
import { cracks, spots } from '../pattern.ts'
import { formed, type Kind, part } from '../shape.ts'

/** A butterfly or moth from above: four patterned wings, thin feelers. */
export const butterfly: Kind = {
  name: 'butterfly',
  poses: ['lying', 'floating'],
  size: 0.8,
  make({ next, paint }) {
    const color = paint()
    const edge = oklch(between(next, 0.12, 0.35), 0.04, between(next, 0, 360))
    const eye = paint()
    const upperWing = outline(
      a => 0.5 * (1 + 0.22 * Math.cos(2 * a + 0.9) + 0.14 * Math.cos(3 * a + 0.4) + 0.02 * Math.cos(11 * a)),
    )
    const lowerWing = outline(
      a => 0.37 * (1 + 0.16 * Math.cos(2 * a - 0.9) + 0.1 * Math.cos(3 * a - 1) + 0.05 * Math.cos(9 * a)),
    )
    const upper = mirrored(placed(upperWing, 0.46, -0.33, between(next, -0.2, 0.2)))
    const lower = mirrored(placed(lowerWing, 0.34, 0.36, between(next, -0.2, 0.2)))
    const veins = cracks(next, 0.17, 0.045)
    const flecks = spots(next, 0.2, 0.25, 0.5)
    const folded = (lean: number) => (out: [number, number], x: number) => {
      out[0] = -lean * Math.sign(x)
      out[1] = 0
    }
    const sheet = (shape: typeof upper, tone: number, spot: readonly [number, number]) =>
      formed(shape, folded(between(next, -0.1, 0.45)), {
        color: scaled(color, tone),
        layers: [
          [mix(color, eye, 0.6), (x, y, d) => flecks(Math.abs(x), y, d)],
          [edge, (x, y, d) => 0.8 * veins(Math.abs(x), y, d)],
          [edge, (x, y, d) => Math.min(1, Math.max(0, 1 + (shape(x, y) + 0.05) / Math.max(0.03, d)))],
          [eye, (x, y) => (Math.hypot(Math.abs(x) - spot[0], y - spot[1]) < 0.08 ? 1 : 0)],
          [
            edge,
            (x, y) =>
              Math.abs(ring(circle(0.05), 0.02)(Math.abs(x) - spot[0], y - spot[1])) < 0.012 ? 1 : 0,
          ],
        ],
        gloss: 0.1,
      })
    const feeler = mirrored(stroke(curve([0.02, -0.45], [0.08, -0.75], [0.22, -0.92], 8), 0.008))
    return [
      sheet(lower, 0.8, [0.42, 0.42]),
      sheet(upper, 1, [0.62, -0.45]),
      part(union(feeler, mirrored(placed(circle(0.018), 0.22, -0.92))), { color: edge }, 0.01),
      part(
        union(capsule([0, -0.42], [0, 0.42], 0.055, 0.02), placed(circle(0.06), 0, -0.46)),
        { color: edge, gloss: 0.2 },
        0.05,
      ),
    ]
  },
}
