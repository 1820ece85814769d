import { between, chance, whole } from '../choose.ts'
import { oklch } from '../color.ts'
import { around, box, capsule, circle, curve, ellipse, placed, ring, stroke, union } from '../distance.ts'
import { metal, plastic } from '../finish.ts'
import { type Kind, part } from '../shape.ts'

/** A bicycle: two spoked wheels, tubes, saddle, handlebar; nearly all of its box shows what is behind. */
export const bicycle: Kind = {
  name: 'bicycle',
  poses: ['standing'],
  size: 1.25,
  make({ next, paint }) {
    const radius = between(next, 0.36, 0.44)
    const apart = between(next, 0.52, 0.58)
    const hub = 1 - radius
    const rubber = { color: oklch(0.22, 0.01, 60), gloss: 0.15 }
    const chrome = { color: oklch(0.85, 0.005, 250), gloss: 0.7, metal: true }
    const frame = plastic(next, paint())
    const spokes = whole(next, 12, 20)
    const tyre = ring(circle(radius - 0.025), 0.026)
    const rim = ring(circle(radius - 0.06), 0.012)
    const wire = union(
      around(placed(box(0.0045, radius / 2 - 0.03), 0, -radius / 2 + 0.03), spokes),
      circle(0.04),
    )
    const saddle = between(next, -0.1, 0)
    const crank = [-0.08, hub + 0.03] as const
    const seat = [-0.22, saddle + 0.12] as const
    const stem = [0.34, saddle + 0.1] as const
    const tube = (a: readonly [number, number], b: readonly [number, number], r = 0.022) => capsule(a, b, r)
    const wheel = (x: number) => [
      part(placed(wire, x, hub), chrome, 0.01),
      part(placed(rim, x, hub), chrome, 0.02),
      part(placed(tyre, x, hub), rubber, 0.026),
    ]
    const bars = chance(next, 0.5)
      ? stroke(curve([0.32, saddle - 0.05], [0.5, saddle - 0.1], [0.46, saddle + 0.12], 9), 0.018)
      : stroke(curve([0.32, saddle - 0.06], [0.2, saddle - 0.1], [0.12, saddle - 0.04], 7), 0.018)
    return [
      ...wheel(-apart),
      ...wheel(apart),
      part(
        union(
          tube(crank, seat),
          tube(crank, [-apart, hub], 0.015),
          tube([seat[0] + 0.03, seat[1] + 0.06], [-apart, hub], 0.014),
          tube([seat[0] + 0.02, seat[1] + 0.05], stem),
          tube(crank, [stem[0] + 0.02, stem[1] + 0.08], 0.026),
          stroke(curve([0.32, saddle], [0.4, hub - 0.3], [apart, hub], 8), 0.02, 0.014),
        ),
        frame,
        0.025,
      ),
      part(
        union(
          tube(seat, [seat[0] - 0.03, saddle], 0.014),
          tube([0.33, saddle + 0.08], [0.31, saddle - 0.05], 0.014),
          bars,
        ),
        chrome,
        0.016,
      ),
      part(
        placed(ellipse(0.13, 0.035), seat[0] - 0.03, saddle),
        { color: oklch(0.3, 0.05, 50), gloss: 0.4 },
        0.04,
      ),
      part(placed(ring(circle(0.075), 0.016), crank[0], crank[1]), metal(next), 0.015),
      part(
        union(
          tube(crank, [crank[0] + 0.08, crank[1] + 0.13], 0.014),
          placed(box(0.05, 0.015), crank[0] + 0.09, crank[1] + 0.14),
        ),
        chrome,
        0.014,
      ),
    ]
  },
}
