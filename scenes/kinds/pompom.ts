import { between, chance, pick, whole } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { capsule, circle, type Distance, placed } from '../distance.ts'
import { hash } from '../noise.ts'
import { clouds } from '../pattern.ts'
import { ball, formed, type Kind, type Part } from '../shape.ts'

/** A ball of fur or a chick: its outline is a fringe of single hairs. */
export const pompom: Kind = {
  name: 'pompom',
  poses: ['standing', 'lying'],
  size: 0.75,
  upright: true,
  make({ next }) {
    const radius = between(next, 0.62, 0.74)
    const color = near(
      next,
      pick(next, [
        [0.87, 0.13, 95],
        [0.6, 0.08, 60],
        [0.85, 0.02, 85],
        [0.35, 0.03, 50],
        [0.7, 0.14, 350],
      ] as const),
    )
    const hairs = whole(next, 150, 320)
    const fringe = hairFringe(radius, 0.96 - radius, hairs, between(next, 0.2, 0.9), whole(next, 1, 900))
    const turns = (2 * Math.PI) / hairs
    const parts: Part[] = [
      formed(
        fringe,
        (out, x, y) => {
          const r = Math.sqrt(x * x + y * y)
          const lean = Math.min(1, r) ** 1.5 / Math.max(r, 1e-6)
          out[0] = lean * x
          out[1] = lean * y
        },
        {
          color,
          layers: [
            [scaled(color, 0.6), clouds(next, 0.3, 0, 0.7)],
            [scaled(color, 0.55), (x, y, d) => hairShade(x, y, turns, d)],
          ],
        },
      ),
    ]
    if (chance(next, 0.5)) {
      const eye = (x: number) =>
        formed(placed(circle(0.07), x, -0.2), ball(x, -0.2, 0.085), { color: oklch(0.1, 0, 0), gloss: 1 })
      parts.push(eye(-0.28), eye(0.12))
      const beak = capsule([-0.1, -0.05], [-0.12, 0.06], 0.08, 0.02)
      parts.push(formed(beak, ball(-0.1, 0, 0.12), { color: oklch(0.75, 0.15, 65), gloss: 0.4 }))
    }
    return parts
  },
}

/** A disc with tapering hairs around it, all leaning one way, of uneven length. */
function hairFringe(radius: number, length: number, count: number, lean: number, seed: number): Distance {
  const sector = (2 * Math.PI) / count
  return (x, y) => {
    const r = Math.sqrt(x * x + y * y)
    const disc = r - radius
    if (disc < -0.05 || disc > length + 0.1) return disc > 0 ? disc - length : disc
    const angle = Math.atan2(y, x)
    // Hairs lean, so those that matter here have their roots a little further round.
    const column = Math.round((angle - (lean * Math.max(0, disc)) / radius) / sector)
    let least = disc
    for (let i = column - 2; i <= column + 2; i++) {
      const wrapped = ((i % count) + count) % count
      const long = length * (0.35 + 0.65 * hash(wrapped, seed))
      const root = sector * (i + 0.7 * (hash(wrapped, seed + 1) - 0.5))
      const tip = root + (lean * long) / radius + 0.1 * (hash(wrapped, seed + 2) - 0.5)
      const ax = (radius - 0.02) * Math.cos(root)
      const ay = (radius - 0.02) * Math.sin(root)
      const dx = (radius + long) * Math.cos(tip) - ax
      const dy = (radius + long) * Math.sin(tip) - ay
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
      const u = x - ax - t * dx
      const v = y - ay - t * dy
      least = Math.min(least, Math.sqrt(u * u + v * v) - 0.6 * sector * radius * (1 - 0.9 * t))
    }
    // Between hairs, and beyond their tips, never more than the longest hair allows.
    return Math.min(least, 0.02 + Math.max(0, disc - length))
  }
}

/** Darker and lighter hairs over the body, radiating from the middle, in rings that overlap. */
function hairShade(x: number, y: number, sector: number, detail: number): number {
  const r = Math.sqrt(x * x + y * y)
  const angle = Math.atan2(y, x)
  const row = Math.floor(r * 9 + hash(Math.floor(angle / sector), 5))
  const share = Math.min(1, (sector * Math.max(r, 0.2)) / detail)
  return 0.35 + share * 0.6 * (hash(Math.floor((angle * Math.max(2, row)) / (9 * sector)), row) - 0.5)
}
