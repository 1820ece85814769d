import { between } from '../choose.ts'
import { circle, ellipse, placed, polygon, ring, union } from '../distance.ts'
import { metal, plastic } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** Open scissors with two ringed handles. */
export const scissors: Kind = {
  name: 'scissors',
  poses: ['lying'],
  make({ next, paint }) {
    const open = between(next, 0.1, 0.42)
    const steel = metal(next)
    const grip = plastic(next, paint())
    const loop = placed(ring(ellipse(0.17, 0.24), between(next, 0.045, 0.07)), -0.14, 0.66)
    const blade = polygon([
      [-0.03, 0.5],
      [-0.1, 0.4],
      [-0.075, 0],
      [0, -0.98],
      [0.07, 0],
      [0.06, 0.4],
    ])
    const turnedBy = (sign: number) => {
      const flip =
        (shape: typeof loop): typeof loop =>
        (x, y) =>
          shape(sign * x, y)
      return [
        part(placed(flip(blade), 0, 0, sign * open), steel, 0.03),
        part(
          placed(flip(union(loop, placed(ellipse(0.07, 0.15), -0.05, 0.42))), 0, 0, sign * open),
          grip,
          0.055,
        ),
      ]
    }
    return [...turnedBy(-1), ...turnedBy(1), part(circle(0.05), steel, 0.04)]
  },
}
