import { between } from '../choose.ts'
import { mix, oklch, scaled } from '../color.ts'
import { type Corner, circle, ellipse, melt, placed, polygon, profile, turned } from '../distance.ts'
import { print } from '../finish.ts'
import { fade, scales, streaks, stripes } from '../pattern.ts'
import { ball, formed, type Kind, part } from '../shape.ts'

/** A fish seen from the side, with scales, fins and an eye. */
export const fish: Kind = {
  name: 'fish',
  poses: ['lying', 'swimming'],
  upright: true,
  make(maker) {
    const { next, paint } = maker
    const deep = between(next, 0.26, 0.52)
    const body = profile([
      [-0.95, 0.02],
      [-0.7, deep * 0.7],
      [-0.3, deep],
      [0.2, deep * 0.75],
      [0.62, 0.09],
      [0.75, 0.1],
    ])
    const trunk = turned(body)
    const side = (x: number, y: number) => trunk(y, x)
    const fork = between(next, 0.25, 0.5)
    const tail: Corner[] = [
      [0.6, 0],
      [0.98, -fork],
      [0.84, 0],
      [0.98, fork * 0.9],
    ]
    const fin = between(next, 0.15, 0.4)
    const back: Corner[] = [
      [-0.5, -deep * 0.8],
      [-0.15, -deep - fin],
      [0.2, -deep - fin * 0.6],
      [0.4, -0.1],
    ]
    const belly: Corner[] = [
      [-0.1, deep * 0.7],
      [0.12, deep + fin * 0.6],
      [0.3, deep * 0.4],
    ]
    const color = paint()
    const finColor = mix(color, paint(), 0.5)
    const rays = {
      color: finColor,
      layers: [[scaled(finColor, 0.5), stripes(0.35, 0.05, 0.4)] as const],
      gloss: 0.3,
    }
    const upright = (x: number, y: number, d: number) => scales(0.085)(y, x, d)
    return [
      part(melt(0.04, polygon(tail), placed(ellipse(0.12, 0.06), 0.66, 0)), rays, 0.06),
      part(polygon(back), rays, 0.06),
      part(polygon(belly), rays, 0.06),
      formed(
        side,
        (out, x, y) => {
          const half = body.at(x)
          out[0] = -0.6 * body.slope(x)
          out[1] = y / Math.max(0.05, half)
        },
        {
          color,
          layers: [
            ...print(maker, 0.35),
            [oklch(0.93, 0.02, 90), fade(deep * 0.1, deep)],
            [scaled(color, 0.35), upright],
            [scaled(color, 0.5), (x, _y, d) => (Math.abs(x + 0.62) < Math.max(0.012, d) ? 0.7 : 0)],
          ],
          gloss: 0.7,
        },
      ),
      part(
        placed(
          polygon([
            [0, 0],
            [0.32, 0.02],
            [0.2, 0.2],
          ]),
          -0.42,
          deep * 0.15,
        ),
        {
          ...rays,
          layers: [[scaled(finColor, 0.4), streaks(next, 0.03, 8)]],
        },
      ),
      formed(placed(circle(0.06), -0.74, -deep * 0.2), ball(-0.74, -deep * 0.2, 0.09), {
        color: oklch(0.9, 0.05, 95),
        gloss: 0.8,
      }),
      formed(placed(circle(0.035), -0.75, -deep * 0.2), ball(-0.75, -deep * 0.2, 0.05), {
        color: oklch(0.12, 0, 0),
        gloss: 1,
      }),
    ]
  },
}
