import { between, whole } from '../choose.ts'
import { mix, oklch, scaled } from '../color.ts'
import { curve, type Distance, lens, stroke } from '../distance.ts'
import { hash } from '../noise.ts'
import { pulse, stripes } from '../pattern.ts'
import { formed, type Kind, part } from '../shape.ts'

/** A feather: a bent quill with barbs that part in places. */
export const feather: Kind = {
  name: 'feather',
  poses: ['lying', 'floating'],
  make({ next, paint }) {
    const wide = between(next, 0.14, 0.26)
    const bend = between(next, -0.3, 0.3)
    const vane = lens(0.85, wide)
    const barbs = between(next, 0.018, 0.03)
    const seed = whole(next, 1, 900)
    const tear = 0.3 * wide
    // Along a barb, which leaves the quill at 45 degrees, the vane ends early here and there, three barbs at a time.
    const shape: Distance = (x, y) => {
      const u = x - bend * y * y
      const line = (y + Math.abs(u)) / (3 * barbs)
      const group = Math.floor(line)
      const full = vane(u, y + 0.12)
      const torn = hash(group, seed + (u > 0 ? 1 : 0)) > 0.86
      const border = Math.min(line - group, group + 1 - line) * 3 * barbs * Math.SQRT1_2
      const d = torn
        ? Math.min(full + tear, Math.max(full, border))
        : Math.max(full, Math.min(-border, full + tear))
      return d / (1 + 2 * Math.abs(bend))
    }
    const color = mix(paint(), oklch(0.85, 0.02, 80), 0.5)
    const tip = paint()
    const bands = stripes(Math.PI / 2, between(next, 0.12, 0.4), 0.4, 0.1)
    return [
      part(
        stroke(curve([bend, 1], [bend * 0.5, 0.85], [bend * 0.35, 0.6], 6), 0.018, 0.022),
        { color: oklch(0.92, 0.03, 85), gloss: 0.4 },
        0.02,
      ),
      formed(
        shape,
        (out, x, y) => {
          out[0] = 0.4 * Math.sign(x - bend * y * y) * Math.min(1, Math.abs(x - bend * y * y) / wide)
          out[1] = 0
        },
        {
          color,
          layers: [
            [tip, bands],
            [scaled(color, 0.55), (x, y, d) => 0.7 * pulse(y + Math.abs(x - bend * y * y), barbs, 0.35, d)],
            [
              oklch(0.93, 0.02, 85),
              (x, y, d) => (Math.abs(x - bend * y * y) < Math.max(d / 2, 0.012 * (1.2 + y)) ? 1 : 0),
            ],
          ],
        },
      ),
    ]
  },
}
