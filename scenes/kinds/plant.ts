import { between, chance, whole } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import {
  type Corner,
  capsule,
  circle,
  curve,
  lens,
  placed,
  profile,
  stroke,
  union,
  vessel,
} from '../distance.ts'
import { foliage, glazed } from '../finish.ts'
import { clouds } from '../pattern.ts'
import { ball, formed, type Kind, type Part, part, turnedRelief } from '../shape.ts'

/** A plant in a pot: thin stems, leaves on both sides, perhaps blossoms. */
export const plant: Kind = {
  name: 'plant',
  poses: ['standing'],
  size: 1.2,
  make(maker) {
    const { next } = maker
    const wide = between(next, 0.24, 0.36)
    const rim = between(next, 0.42, 0.62)
    const pot = profile([
      [rim, wide],
      [rim + 0.1, wide * 0.97],
      [1 - 0.12 * wide, wide * between(next, 0.65, 0.85)],
    ])
    const green = foliage(next)
    const slim = between(next, 0.3, 0.6)
    const blossom = chance(next, 0.4) ? near(next, [0.75, 0.16, between(next, 0, 360)]) : undefined
    const parts: Part[] = []
    const stems = whole(next, 3, 7)
    for (let s = 0; s < stems; s++) {
      const lean = between(next, -0.75, 0.75)
      const high = between(next, -0.95, -0.3)
      const root: Corner = [0.12 * lean, rim + 0.02]
      const spine = curve(root, [0.2 * lean, (rim + high) / 2 - 0.1], [lean, high + 0.3 * Math.abs(lean)], 10)
      const tone = near(next, [0.45, 0.09, 130], [0.1, 0.02, 10])
      parts.push(part(stroke(spine, 0.016, 0.007), { color: tone }, 0.015))
      for (let i = 3; i < spine.length; i++) {
        const [x, y] = spine[i]!
        const [px, py] = spine[i - 1]!
        const along = Math.atan2(x - px, -(y - py))
        const long = between(next, 0.11, 0.2) * (1.15 - i / 14)
        for (const hand of i === spine.length - 1 ? [0] : [-1, 1]) {
          const angle = along + hand * between(next, 0.7, 1.2)
          const middle: Corner = [x + Math.sin(angle) * long, y - Math.cos(angle) * long]
          const color = scaled(green, between(next, 0.7, 1.2))
          const sheet = placed(lens(long, long * slim * between(next, 0.7, 1)), middle[0], middle[1], angle)
          const tilt = between(next, -0.45, 0.45)
          parts.push(
            formed(
              sheet,
              (out, u, v) => {
                const off = (u - middle[0]) * Math.cos(angle) + (v - middle[1]) * Math.sin(angle)
                out[0] = tilt + 0.3 * Math.tanh(60 * off)
                out[1] = -0.3 + tilt * 0.5
              },
              { color, layers: [[scaled(color, 0.6), clouds(next, 0.1, 0.2, 0.8)]], gloss: 0.3 },
            ),
          )
        }
      }
      if (blossom !== undefined) {
        const [x, y] = spine.at(-1)!
        for (let p = 0; p < 5; p++) {
          const angle = (p * 2 * Math.PI) / 5 + lean
          parts.push(
            part(
              placed(lens(0.07, 0.045), x + 0.07 * Math.sin(angle), y - 0.07 * Math.cos(angle), angle),
              { color: blossom },
              0.04,
            ),
          )
        }
        parts.push(formed(placed(circle(0.03), x, y), ball(x, y, 0.035), { color: oklch(0.85, 0.15, 90) }))
      }
    }
    const clay = chance(next, 0.5)
      ? {
          color: near(next, [0.6, 0.1, 45]),
          layers: [[oklch(0.85, 0.02, 80), clouds(next, 0.3, 0.4, 0.5)] as const],
        }
      : glazed(maker)
    return [
      ...parts,
      formed(vessel(pot, 0.14), turnedRelief(pot), clay),
      part(union(capsule([-wide * 0.96, rim + 0.03], [wide * 0.96, rim + 0.03], 0.045)), clay, 0.045),
    ]
  },
}
