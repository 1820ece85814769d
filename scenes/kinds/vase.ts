import { between } from '../choose.ts'
import { scaled } from '../color.ts'
import { ellipse, placed, profile, vessel } from '../distance.ts'
import { glazed, matte } from '../finish.ts'
import { flat, formed, type Kind, turnedRelief } from '../shape.ts'

/** A turned vase, jar or bowl, glazed and open at the top. */
export const vase: Kind = {
  name: 'vase',
  poses: ['standing'],
  make(maker) {
    const { next } = maker
    const tilt = between(next, 0.12, 0.28)
    const foot = between(next, 0.2, 0.42)
    const belly = between(next, 0.45, 0.85)
    const neck = between(next, 0.18, 0.6)
    const lip = neck + between(next, 0.03, 0.2)
    const bottom = 1 - tilt * foot
    const top = between(next, -0.9, -0.1)
    const high = bottom - top
    const body = profile([
      [top, lip],
      [top + 0.16 * high, neck],
      [top + between(next, 0.4, 0.6) * high, belly],
      [bottom - 0.06 * high, foot * 1.15],
      [bottom, foot],
    ])
    const skin = glazed(maker)
    return [
      formed(vessel(body, tilt), turnedRelief(body), skin),
      formed(placed(ellipse(0.88 * lip, 0.84 * tilt * lip), 0, top), flat, matte(scaled(skin.color, 0.2))),
    ]
  },
}
