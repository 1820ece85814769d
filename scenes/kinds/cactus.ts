import { between, chance } from '../choose.ts'
import { near, oklch, scaled } from '../color.ts'
import { around, capsule, circle, type Distance, melt, placed, profile, union, vessel } from '../distance.ts'
import { glazed } from '../finish.ts'
import { pulse } from '../pattern.ts'
import { formed, type Kind, type Part, part, turnedRelief } from '../shape.ts'

/** A potted cactus: a ribbed column with arms and fine spines. */
export const cactus: Kind = {
  name: 'cactus',
  poses: ['standing'],
  size: 1.1,
  make(maker) {
    const { next } = maker
    const wide = between(next, 0.26, 0.4)
    const rim = between(next, 0.5, 0.65)
    const pot = profile([
      [rim, wide],
      [1 - 0.1 * wide, wide * 0.75],
    ])
    const thick = between(next, 0.14, 0.24)
    const top = between(next, -0.85, -0.4)
    const arms: Distance[] = []
    for (const hand of [-1, 1]) {
      if (chance(next, 0.35)) continue
      const at = between(next, -0.2, 0.25)
      const out = hand * between(next, 0.35, 0.55)
      arms.push(
        melt(
          0.06,
          capsule([0, at], [out, at - 0.04], thick * 0.5),
          capsule([out, at - 0.04], [out, at - between(next, 0.2, 0.5)], thick * 0.5),
        ),
      )
    }
    const trunk = capsule([0, top + thick], [0, rim + 0.05], thick)
    const body = arms.length === 0 ? trunk : melt(0.08, trunk, ...arms)
    const green = near(next, [0.5, 0.09, 145], [0.08, 0.03, 15])
    const spine = around(placed(capsule([0, 0], [0, -0.06], 0.005, 0.002), 0, 0), 5)
    const spines: Distance[] = []
    for (let y = top + thick * 0.3; y < rim; y += 0.17)
      for (const x of [-thick, 0, thick]) spines.push(placed(spine, x, y + 0.05 * next(), next()))
    const parts: Part[] = [
      part(
        body,
        {
          color: green,
          layers: [
            [
              scaled(green, 0.45),
              (x, _y, d) =>
                pulse(
                  Math.asin(Math.max(-1, Math.min(1, x / thick / 1.02))),
                  0.42,
                  0.35,
                  Math.max(d / thick, 0.12),
                ),
            ],
          ],
          gloss: 0.2,
        },
        thick * 0.9,
      ),
      part(union(...spines), { color: oklch(0.93, 0.04, 90) }, 0.01),
      formed(vessel(pot, 0.14), turnedRelief(pot), glazed(maker)),
    ]
    if (chance(next, 0.3))
      parts.splice(
        2,
        0,
        part(
          placed(around(placed(circle(0.05), 0, -0.07), 6), 0, top + 0.03),
          { color: oklch(0.7, 0.2, 350) },
          0.05,
        ),
      )
    return parts
  },
}
