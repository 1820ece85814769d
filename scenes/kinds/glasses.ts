import { between, chance } from '../choose.ts'
import { oklch } from '../color.ts'
import { box, curve, ellipse, grown, melt, mirrored, placed, ring, stroke } from '../distance.ts'
import { metal, plastic } from '../finish.ts'
import { fade } from '../pattern.ts'
import { flat, formed, type Kind, part } from '../shape.ts'

/** Spectacles, through which the ground shows, or sunglasses. */
export const glasses: Kind = {
  name: 'glasses',
  poses: ['lying'],
  size: 0.85,
  make({ next, paint }) {
    const round = chance(next, 0.5)
    const high = between(next, 0.2, 0.3)
    const shape = round ? ellipse(0.3, high + 0.05) : box(0.32, high, between(next, 0.06, 0.16))
    const thick = between(next, 0.018, 0.055)
    const rim = ring(grown(shape, 0.01), thick)
    const bridge = stroke(curve([-0.14, -0.06], [0, -0.16], [0.14, -0.06], 7), thick)
    const temple = stroke(
      curve([0.72, -0.08], [between(next, 0.85, 0.95), -0.35], [between(next, 0.4, 0.85), -0.85], 9),
      thick * 0.9,
      thick * 0.8,
    )
    const frame = melt(0.03, mirrored(placed(rim, 0.43, 0)), bridge, mirrored(temple))
    const material = chance(next, 0.4) ? metal(next) : plastic(next, paint())
    const rims = part(frame, material, thick)
    if (chance(next, 0.5)) return [rims]
    const lens = mirrored(placed(shape, 0.43, 0))
    const dark = oklch(between(next, 0.12, 0.3), 0.04, between(next, 0, 360))
    return [
      formed(lens, flat, { color: dark, layers: [[oklch(0.6, 0.05, 240), fade(0.5, -0.5)]], gloss: 1 }),
      rims,
    ]
  },
}
