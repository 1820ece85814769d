import { between, pick } from '../choose.ts'
import { near, oklch } from '../color.ts'
import { curve, profile, stroke, turned } from '../distance.ts'
import { matte, peel } from '../finish.ts'
import { formed, type Kind, part, turnedRelief } from '../shape.ts'

/** A pear, fig or gourd. */
export const pear: Kind = {
  name: 'pear',
  poses: ['standing', 'lying'],
  size: 0.7,
  make({ next }) {
    const belly = between(next, 0.52, 0.68)
    const neck = between(next, 0.2, 0.36)
    const top = between(next, -0.72, -0.45)
    const body = profile([
      [top, 0.02],
      [top + 0.05, neck * 0.55],
      [top + 0.2, neck],
      [0.1, (neck + belly) / 2],
      [0.5, belly],
      [0.8, belly * 0.82],
      [0.95, belly * 0.45],
      [1, belly * 0.3],
    ])
    const color = near(
      next,
      pick(next, [
        [0.75, 0.14, 115],
        [0.8, 0.13, 95],
        [0.4, 0.08, 330],
        [0.72, 0.15, 60],
      ] as const),
    )
    const stem = stroke(
      curve([0, top + 0.05], [0, top - 0.15], [between(next, -0.2, 0.2), top - 0.28], 8),
      0.03,
      0.045,
    )
    return [
      part(stem, matte(oklch(0.33, 0.05, 60)), 0.05),
      formed(turned(body), turnedRelief(body), peel(next, color, near(next, [0.6, 0.12, 70]))),
    ]
  },
}
