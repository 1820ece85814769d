import { between, whole } from '../choose.ts'
import { oklch } from '../color.ts'
import { arc, capsule, circle, cut, placed, union } from '../distance.ts'
import { fabric, metal, timber } from '../finish.ts'
import { formed, type Kind, part } from '../shape.ts'

/** An open umbrella or parasol with a scalloped edge. */
export const umbrella: Kind = {
  name: 'umbrella',
  poses: ['standing', 'floating'],
  size: 1.2,
  make(maker) {
    const { next } = maker
    const high = between(next, 0.5, 0.7)
    const rim = -0.9 + high
    const scallops = whole(next, 3, 5)
    const width = 1.9 / scallops
    const dome = (x: number, y: number) =>
      (Math.sqrt((x / 0.95) ** 2 + ((y - rim) / high) ** 2) - 1) * high * 0.9
    const below = (_: number, y: number) => y - rim
    const bites = Array.from({ length: scallops }, (_, i) =>
      placed(circle(width * 0.72), -0.95 + width * (i + 0.5), rim + width * 0.58),
    )
    const canopy = cut((x, y) => Math.max(dome(x, y), below(x, y)), union(...bites))
    const pole = metal(next)
    const hook = placed((x, y) => arc(0.09, Math.PI / 2, 0.025)(x, -y), 0.09, 0.88)
    const skin = fabric(maker)
    return [
      part(capsule([0, -0.8], [0, 0.9], 0.018), pole, 0.018),
      part(hook, timber(next), 0.025),
      part(capsule([0, -0.9], [0, -0.98], 0.02, 0.01), { color: oklch(0.3, 0.02, 60) }, 0.02),
      formed(
        canopy,
        (out, x, y) => {
          // The panels bulge between the ribs.
          const panel = (x / 0.95 / Math.sqrt(Math.max(0.05, 1 - ((y - rim) / high) ** 2))) * (scallops / 2)
          const ridge = panel - Math.floor(panel + (scallops & 1 ? 0.5 : 0)) - (scallops & 1 ? 0 : 0.5)
          out[0] = 0.6 * x + 0.7 * ridge
          out[1] = (0.75 * (y - rim)) / high
        },
        skin,
      ),
    ]
  },
}
