import { between, whole } from '../choose.ts'
import { oklch } from '../color.ts'
import { type Corner, capsule, curve, polygon, side, stroke, union } from '../distance.ts'
import { print } from '../finish.ts'
import { smoothstep } from '../noise.ts'
import { formed, type Kind, type Part, part } from '../shape.ts'

/** A kite with a thin tail and bows on it. */
export const kite: Kind = {
  name: 'kite',
  poses: ['floating'],
  size: 1.1,
  make(maker) {
    const { next, paint } = maker
    const wide = between(next, 0.38, 0.58)
    const cross = between(next, -0.65, -0.45)
    const corners: Corner[] = [
      [0, -1],
      [wide, cross],
      [0, 0.15],
      [-wide, cross],
    ]
    const two = paint()
    const right = side([0, 1], [0, -1])
    const upper = side([-1, cross], [1, cross])
    const sway = between(next, -0.4, 0.4)
    const tail = curve([0, 0.1], [sway, 0.5], [-sway * 0.6, 0.98], 12)
    const bows = whole(next, 2, 5)
    const parts: Part[] = [part(stroke(tail, 0.008), { color: oklch(0.9, 0.01, 90) }, 0.01)]
    for (let i = 1; i <= bows; i++) {
      const [x, y] = tail[Math.round((11 * i) / bows)]!
      const bow = polygon([
        [x, y],
        [x + 0.08, y - 0.05],
        [x + 0.08, y + 0.05],
        [x, y],
        [x - 0.08, y + 0.05],
        [x - 0.08, y - 0.05],
      ])
      parts.push(part(bow, { color: paint(), gloss: 0.2 }, 0.03))
    }
    const sail = formed(
      polygon(corners),
      (out, x, y) => {
        out[0] = 0.5 * x - 0.25 * Math.tanh(30 * x)
        out[1] = 0.25 * Math.tanh(30 * (cross - y)) + 0.2 * y
      },
      {
        color: paint(),
        layers: [
          [
            two,
            (x, y, d) =>
              smoothstep(-d, d, right(x, y)) ** 1 * smoothstep(-d, d, upper(x, y)) +
              smoothstep(d, -d, right(x, y)) * smoothstep(d, -d, upper(x, y)),
          ],
          ...print(maker, 0.3),
        ],
        gloss: 0.25,
      },
    )
    const spars = union(capsule([0, -0.98], [0, 0.13], 0.008), capsule([-wide, cross], [wide, cross], 0.008))
    return [...parts, sail, part(spars, { color: oklch(0.5, 0.06, 70) }, 0.01)]
  },
}
