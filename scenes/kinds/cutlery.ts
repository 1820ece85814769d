import { between, pick } from '../choose.ts'
import { box, capsule, cut, ellipse, melt, placed, polygon, union } from '../distance.ts'
import { metal, timber } from '../finish.ts'
import { formed, type Kind, part } from '../shape.ts'

/** A fork, spoon or knife. */
export const cutlery: Kind = {
  name: 'cutlery',
  poses: ['lying'],
  make({ next }) {
    const thick = between(next, 0.035, 0.055)
    const handle = capsule([0, -0.42], [0, 0.9], thick * 0.7, thick * 1.6)
    const material = pick(next, [metal, metal, metal, timber])(next)
    const form = pick(next, ['fork', 'spoon', 'knife'] as const)
    if (form === 'knife')
      return [
        part(
          melt(0.03, placed(box(0.06, 0.4, 0.05), 0, 0.55), capsule([0, 0.2], [0, 0], 0.045)),
          timber(next),
          0.05,
        ),
        part(
          polygon([
            [-0.05, 0.12],
            [-0.07, -0.75],
            [0, -0.98],
            [0.06, -0.8],
            [0.07, 0.12],
          ]),
          metal(next),
          0.03,
        ),
      ]
    if (form === 'spoon') {
      const [wide, long] = [0.17, 0.27]
      const bowl = placed(ellipse(wide, long), 0, -0.68)
      const hollow = formed(
        placed(ellipse(0.85 * wide, 0.88 * long), 0, -0.68),
        (out, x, y) => {
          out[0] = (-0.7 * x) / wide
          out[1] = (-0.7 * (y + 0.68)) / long
        },
        material,
      )
      return [part(melt(0.12, handle, bowl), material, 0.05), hollow]
    }
    const tines = union(
      ...[-0.12, -0.04, 0.04, 0.12].map(x => capsule([x, -0.55], [x * 1.05, -0.95], 0.022, 0.012)),
    )
    const palm = cut(placed(box(0.145, 0.16, 0.1), 0, -0.48), placed(box(1, 0.1), 0, -0.7))
    return [part(melt(0.04, melt(0.1, handle, palm), tines), material, 0.045)]
  },
}
