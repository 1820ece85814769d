import { between, chance, pick } from '../choose.ts'
import { near, oklch } from '../color.ts'
import { both, box, grown, placed, profile, vessel } from '../distance.ts'
import { plastic, print } from '../finish.ts'
import { fade, stripes } from '../pattern.ts'
import { formed, type Kind, turnedRelief } from '../shape.ts'

/** A bottle of dark glass or plastic with a label and a cap. */
export const bottle: Kind = {
  name: 'bottle',
  poses: ['standing'],
  size: 1.15,
  make(maker) {
    const { next, paint } = maker
    const wide = between(next, 0.26, 0.42)
    const neck = wide * between(next, 0.3, 0.5)
    const shoulder = between(next, -0.45, 0.05)
    const tilt = between(next, 0.08, 0.2)
    const body = profile([
      [-1, neck],
      [shoulder - between(next, 0.25, 0.4), neck],
      [shoulder, wide * 0.85],
      [shoulder + 0.2, wide],
      [0.5, wide * between(next, 0.9, 1)],
      [1 - tilt * wide, wide],
    ])
    const color = chance(next, 0.6)
      ? near(
          next,
          pick(next, [
            [0.3, 0.06, 140],
            [0.35, 0.07, 60],
            [0.25, 0.03, 250],
            [0.7, 0.06, 200],
          ] as const),
        )
      : paint()
    const relief = turnedRelief(body)
    const silhouette = vessel(body, tilt)
    const middle = between(next, 0.3, 0.5)
    const label = both(grown(silhouette, 0.004), placed(box(1, between(next, 0.15, 0.35)), 0, middle))
    const cap = profile([
      [-1.02, neck * 1.15],
      [-0.86, neck * 1.2],
    ])
    return [
      formed(silhouette, relief, { color, layers: [[oklch(0.12, 0.02, 100), fade(1.4, -0.6)]], gloss: 1 }),
      formed(label, relief, {
        color: oklch(between(next, 0.7, 0.97), 0.03, 85),
        layers: [
          ...print(maker, 0.2),
          [
            oklch(0.3, 0.05, 40),
            (x, y, d) => (Math.abs(x) < wide * 0.6 ? stripes(Math.PI / 2, 0.09, 0.3)(x, y, d) : 0),
          ],
        ],
      }),
      formed(vessel(cap, tilt), turnedRelief(cap), plastic(next, paint())),
    ]
  },
}
