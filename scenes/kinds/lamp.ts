import { between, chance } from '../choose.ts'
import { oklch, scaled } from '../color.ts'
import { box, ellipse, placed, profile, turned, union, vessel } from '../distance.ts'
import { fabric, glazed, metal } from '../finish.ts'
import { formed, type Kind, part, turnedRelief } from '../shape.ts'

/** A table lamp with a shade. */
export const lamp: Kind = {
  name: 'lamp',
  poses: ['standing'],
  size: 1.15,
  make(maker) {
    const { next } = maker
    const rim = between(next, -0.35, -0.1)
    const wide = between(next, 0.5, 0.75)
    const shade = profile([
      [-0.98 + 0.1, wide * between(next, 0.35, 0.8)],
      [rim, wide],
    ])
    const slim = chance(next, 0.5)
    const foot = slim
      ? union(placed(ellipse(0.32, 0.07), 0, 0.93), placed(box(0.025, 0.5, 0.01), 0, 0.4))
      : vessel(
          profile([
            [rim, 0.06],
            [0.1, 0.12],
            [0.5, between(next, 0.25, 0.42)],
            [0.85, 0.2],
            [0.96, 0.24],
          ]),
          0.14,
        )
    const cloth = fabric(maker)
    const lit = chance(next, 0.3)
    const glow = lit ? { ...cloth, color: scaled(oklch(0.95, 0.08, 85), 1.9), layers: [] } : cloth
    return [
      part(foot, slim ? metal(next) : glazed(maker), slim ? 0.05 : 0.25),
      formed(union(turned(shade), placed(ellipse(wide, 0.14 * wide), 0, rim)), turnedRelief(shade), glow),
    ]
  },
}
