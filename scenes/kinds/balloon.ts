import { between, chance, whole } from '../choose.ts'
import { oklch } from '../color.ts'
import { curve, melt, outline, placed, polygon, stroke } from '../distance.ts'
import { ball, formed, type Kind, type Part, part } from '../shape.ts'

/** One to four balloons on thin strings. */
export const balloon: Kind = {
  name: 'balloon',
  poses: ['floating'],
  make({ next, paint }) {
    const count = chance(next, 0.6) ? 1 : whole(next, 2, 4)
    const size = count === 1 ? 0.42 : 0.32
    const foot = between(next, -0.2, 0.2)
    const strings: Part[] = []
    const bodies: Part[] = []
    for (let i = 0; i < count; i++) {
      const x = count === 1 ? 0 : (i - (count - 1) / 2) * 0.42
      const y = -0.55 + between(next, -0.06, 0.14) * (count === 1 ? 0 : 1)
      const drop = outline(a => size * (1 + 0.12 * Math.max(0, Math.sin(a)) ** 3))
      const color = paint()
      const body = melt(
        0.03,
        placed(drop, x, y),
        polygon([
          [x, y + size * 1.05],
          [x - 0.05, y + size * 1.24],
          [x + 0.05, y + size * 1.24],
        ]),
      )
      bodies.push(formed(body, ball(x, y + 0.02, size * 1.02, size * 1.1), { color, gloss: 0.85 }))
      const string = curve(
        [x, y + size * 1.2],
        [x * 0.4 + between(next, -0.15, 0.15), 0.45],
        [foot, 0.98],
        12,
      )
      strings.push(part(stroke(string, 0.006), { color: oklch(0.93, 0.01, 90) }, 0.006))
    }
    return [...strings, ...bodies]
  },
}
