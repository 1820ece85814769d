import { between } from '../choose.ts'
import { oklch, scaled } from '../color.ts'
import { both, ellipse, placed, profile, ring, vessel } from '../distance.ts'
import { glazed, matte } from '../finish.ts'
import { flat, formed, type Kind, part, turnedRelief } from '../shape.ts'

/** A cup with a handle, whose hole shows what is behind. */
export const mug: Kind = {
  name: 'mug',
  poses: ['standing'],
  size: 0.8,
  make(maker) {
    const { next } = maker
    const wide = between(next, 0.5, 0.68)
    const foot = wide * between(next, 0.65, 1)
    const tilt = between(next, 0.14, 0.3)
    const bottom = 1 - tilt * foot
    const top = bottom - between(next, 1, 1.6)
    const body = profile([
      [top, wide],
      [(top + bottom) / 2, wide * between(next, 0.92, 1.06)],
      [bottom, foot],
    ])
    const skin = glazed(maker)
    const middle = (top + bottom) / 2
    const handle = ring(
      ellipse(between(next, 0.26, 0.36), between(next, 0.34, 0.46)),
      between(next, 0.05, 0.08),
    )
    const mouth = ellipse(0.92 * wide, 0.92 * tilt * wide)
    const drink = oklch(between(next, 0.2, 0.6), 0.06, between(next, 45, 80))
    const inside = placed(mouth, 0, top)
    return [
      part(placed(handle, wide + 0.12, middle), skin, 0.07),
      formed(vessel(body, tilt), turnedRelief(body), skin),
      part(placed(ellipse(wide, tilt * wide), 0, top), skin, 0.05),
      formed(inside, flat, matte(scaled(skin.color, 0.45))),
      formed(both(inside, placed(mouth, 0, top + 0.12)), flat, { color: drink, gloss: 0.6 }),
    ]
  },
}
