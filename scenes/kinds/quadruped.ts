import { between, chance } from '../choose.ts'
import { oklch, scaled } from '../color.ts'
import { type Corner, capsule, circle, curve, ellipse, melt, placed, stroke, union } from '../distance.ts'
import { coat } from '../finish.ts'
import { ball, formed, type Kind, type Part, part } from '../shape.ts'

/** An animal on four legs: body, neck, head, ears, tail, now and then horns. */
export const quadruped: Kind = {
  name: 'quadruped',
  poses: ['standing'],
  size: 1.2,
  make({ next }) {
    const fur = coat(next)
    const shade = { ...fur, color: scaled(fur.color, 0.55) }
    const long = between(next, 0.38, 0.6)
    const thick = between(next, 0.2, 0.33)
    const hip = between(next, 0.05, 0.35)
    const leg = between(next, 0.045, 0.1)
    const belly = hip - thick * 0.4
    const neck = between(next, 0.1, 0.75)
    const head: Corner = [-long - between(next, 0.08, 0.25), belly - neck]
    const snout: Corner = [head[0] - between(next, 0.15, 0.32), head[1] + between(next, 0.02, 0.16)]
    const skull = between(next, 0.12, 0.19)
    const limb = (x: number, stride: number) =>
      melt(
        0.05,
        capsule([x, hip], [x + stride * 0.4, (hip + 1) / 2 + 0.05], leg * 1.7, leg),
        capsule([x + stride * 0.4, (hip + 1) / 2 + 0.05], [x + stride, 1 - leg * 0.9], leg, leg * 0.8),
        capsule([x + stride, 1 - leg * 0.9], [x + stride - 0.07, 1 - leg * 0.7], leg * 0.7),
      )
    const stride = between(next, -0.12, 0.12)
    const trunk = melt(
      0.12,
      placed(ellipse(long * 0.75, thick), -long * 0.35, belly),
      placed(ellipse(long * 0.7, thick * 0.95), long * 0.4, belly + 0.02),
      capsule([-long * 0.7, belly - thick * 0.3], head, thick * 0.62, skull * 0.85),
      placed(circle(skull), head[0], head[1]),
      capsule(head, snout, skull * 0.8, skull * 0.45),
    )
    const tailEnd: Corner = [long + between(next, 0.1, 0.4), belly + between(next, -0.5, 0.5)]
    const tail = stroke(
      curve([long * 0.85, belly - thick * 0.3], [long + 0.25, belly - 0.3], tailEnd, 9),
      0.06,
      between(next, 0.02, 0.09),
    )
    const pointed = chance(next, 0.5)
    const ear = pointed
      ? capsule([head[0] + 0.03, head[1] - skull * 0.7], [head[0] + 0.08, head[1] - skull * 2], 0.07, 0.012)
      : placed(ellipse(0.07, 0.15), head[0] + 0.1, head[1] - 0.02, -0.3)
    const front = melt(0.08, trunk, limb(-long * 0.72, stride), limb(long * 0.82, -stride * 0.7))
    const parts: Part[] = [
      part(union(tail, limb(-long * 0.5, -stride), limb(long * 0.62, stride)), shade, 0.07),
      part(front, fur, thick * 0.8),
      part(ear, { ...fur, color: scaled(fur.color, 0.75) }, 0.06),
      formed(
        placed(circle(0.03), head[0] - 0.06, head[1] - 0.03),
        ball(head[0] - 0.06, head[1] - 0.03, 0.04),
        {
          color: oklch(0.12, 0.01, 60),
          gloss: 1,
        },
      ),
      part(
        placed(ellipse(0.045, 0.035), snout[0] - skull * 0.35, snout[1] - 0.02),
        { color: oklch(0.2, 0.02, 40), gloss: 0.5 },
        0.04,
      ),
    ]
    if (chance(next, 0.3)) {
      const horn = (lean: number) =>
        stroke(
          curve(
            [head[0] + 0.02, head[1] - skull * 0.8],
            [head[0] + 0.2 * lean, head[1] - 0.35],
            [head[0] + 0.34 * lean, head[1] - 0.5],
            8,
          ),
          0.035,
          0.012,
        )
      parts.splice(1, 0, part(union(horn(1), horn(-0.5)), { color: oklch(0.75, 0.04, 75), gloss: 0.3 }, 0.03))
    }
    return parts
  },
}
