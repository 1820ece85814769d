import { between, chance, whole } from '../choose.ts'
import { box, type Corner, placed, stroke } from '../distance.ts'
import { metal, plastic } from '../finish.ts'
import { pulse } from '../pattern.ts'
import { type Kind, part } from '../shape.ts'

/** A loose loop of cable or rope that crosses itself, with a plug at one end. */
export const cable: Kind = {
  name: 'cable',
  poses: ['lying'],
  size: 0.95,
  make({ next, paint }) {
    const thick = between(next, 0.02, 0.055)
    const waves = [1, 2, 3].map(k => ({
      k,
      x: between(next, -0.6, 0.6) / k,
      y: between(next, -0.6, 0.6) / k,
      p: 6.3 * next(),
      q: 6.3 * next(),
    }))
    const turns = between(next, 0.85, 1.3)
    const count = 90
    const path = Array.from({ length: count + 1 }, (_, i): Corner => {
      const t = (turns * 2 * Math.PI * i) / count
      const x = 0.55 * Math.cos(t) + 0.14 * (i / count)
      const y = 0.55 * Math.sin(t) + 0.1 * (i / count)
      return [
        x + 0.5 * waves.reduce((s, w) => s + w.x * Math.cos(w.k * t + w.p) * 0.6, 0),
        y + 0.5 * waves.reduce((s, w) => s + w.y * Math.cos(w.k * t + w.q) * 0.6, 0),
      ]
    })
    const reach = Math.max(...path.map(([x, y]) => Math.hypot(x, y))) + 0.1
    const fitted = path.map(([x, y]): Corner => [x / reach, y / reach])
    const rope = chance(next, 0.4)
    const skin = plastic(next, paint())
    const twist = rope
      ? {
          ...skin,
          layers: [
            [
              [0.08, 0.06, 0.04] as const,
              (x: number, y: number, d: number) => 0.6 * pulse(x + 0.7 * y, thick * 1.6, 0.3, d),
            ] as const,
          ],
          gloss: 0.05,
        }
      : skin
    const [end, before] = [fitted.at(-1)!, fitted.at(-4)!]
    const angle = Math.atan2(end[0] - before[0], -(end[1] - before[1]))
    // In pieces, so that where the cable crosses itself the later piece lies on top.
    const pieces = whole(next, 4, 6)
    const parts = Array.from({ length: pieces }, (_, i) => {
      const from = Math.floor((count * i) / pieces)
      const to = Math.floor((count * (i + 1)) / pieces)
      return part(stroke(fitted.slice(from, to + 1), thick), twist, thick)
    })
    if (!rope) {
      const prong = (x: number) =>
        placed(
          box(0.014, 0.07),
          end[0] + x * Math.cos(angle) + 0.17 * Math.sin(angle),
          end[1] + x * Math.sin(angle) - 0.17 * Math.cos(angle),
          angle,
        )
      parts.push(part(prong(-0.035), metal(next), 0.02), part(prong(0.035), metal(next), 0.02))
      parts.push(
        part(
          placed(
            box(0.07, 0.1, 0.03),
            end[0] + 0.05 * Math.sin(angle),
            end[1] - 0.05 * Math.cos(angle),
            angle,
          ),
          skin,
          0.04,
        ),
      )
    }
    return parts
  },
}
