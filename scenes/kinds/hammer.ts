import { between, chance } from '../choose.ts'
import { box, capsule, cut, melt, placed, polygon } from '../distance.ts'
import { metal, plastic, timber } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** A hammer with a wooden or plastic handle. */
export const hammer: Kind = {
  name: 'hammer',
  poses: ['lying'],
  make({ next, paint }) {
    const thick = between(next, 0.05, 0.08)
    const grip = chance(next, 0.6) ? timber(next) : plastic(next, paint())
    const handle = melt(
      0.1,
      capsule([0, -0.7], [0, 0.4], thick * 0.8, thick),
      capsule([0, 0.45], [0, 0.9], thick * 1.25),
    )
    const head = placed(box(0.13, 0.11, 0.02), 0.05, -0.78)
    const face = placed(box(0.11, 0.14, 0.03), 0.32, -0.78)
    const claw = cut(
      polygon([
        [0, -0.88],
        [-0.3, -0.9],
        [-0.58, -0.62],
        [-0.28, -0.74],
        [0, -0.68],
      ]),
      placed(box(0.12, 0.012), -0.46, -0.72, -0.75),
    )
    return [
      part(handle, grip, thick),
      part(melt(0.05, head, face, placed(box(0.2, 0.07), 0.2, -0.78), claw), metal(next), 0.06),
    ]
  },
}
