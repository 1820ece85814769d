import { between, chance } from '../choose.ts'
import { blend, type Color, copy, dim, type Mixable, near, scaled } from '../color.ts'
import { light } from '../light.ts'
import { fractal, hash, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { Setting } from '../setting.ts'
import { paintSky, sky } from './sky.ts'

/** Things in the air, before the sky or before foliage far out of focus. */
export const air: Setting = (next, aspect) => {
  const above = sky(next)
  const side = chance(next, 0.5) ? 1 : -1
  const open = chance(next, 0.4)
  const foliage = blurredFoliage(next)
  const key = light(
    side * between(next, 0.3, 1.2),
    between(next, 0.4, 0.9),
    scaled(near(next, [0.97, 0.035, 80]), 0.95),
    scaled(above.zenith, 0.55),
    scaled(open ? above.haze : foliage.mean, 0.45),
    between(next, 0.1, 0.7),
  )
  return {
    light: key,
    around: open ? above.zenith : foliage.mean,
    shadowsOnGroundOnly: false,
    backdrop(out, x, y, pixel) {
      if (open) paintSky(out, above, x, y, Math.max(pixel, 0.004))
      else foliage.paint(out, x, y)
    },
    spot(spotNext, pose) {
      const scale = 0.14 + 0.32 * spotNext() ** 1.5
      return {
        x: between(spotNext, 0.1, 0.9) * aspect,
        y: between(spotNext, 0.12, 0.88),
        scale,
        pose,
        angle: between(spotNext, -0.6, 0.6),
        blur: chance(spotNext, 0.2) ? between(spotNext, 0.003, 0.012) : 0,
        order: scale,
      }
    },
    shadows: () => [],
  }
}

/** Greens or autumn colours in large soft patches, with discs of light where the sky shines through. */
function blurredFoliage(next: () => number): {
  mean: Color
  paint: (out: Mixable, x: number, y: number) => void
} {
  const hue = between(next, 60, 150)
  const dark = near(next, [between(next, 0.25, 0.42), 0.05, hue])
  const leaf = near(next, [between(next, 0.5, 0.65), 0.1, hue - 8])
  const bright = near(next, [0.86, 0.1, hue - 20])
  const [ox, oy] = offset(next)
  const size = between(next, 0.07, 0.16)
  const share = between(next, 0.1, 0.5)
  const glow = between(next, 0.15, 0.5)
  return {
    mean: leaf,
    paint(out, x, y) {
      const patch = fractal(x * 1.8 + ox, y * 1.8 + oy, 0.12, 4)
      copy(out, dark)
      blend(out, leaf, smoothstep(-0.5, 0.5, patch))
      blend(out, bright, 0.5 * smoothstep(0.15, 0.9, patch + 0.3 * (0.6 - y)))
      for (let layer = 0; layer < 2; layer++) {
        const width = size * (1 + 0.7 * layer)
        const u = x / width + ox + 40 * layer
        const v = y / width + oy
        const light = glow * discs(u, v, share) * (0.4 + smoothstep(-0.3, 0.5, patch))
        out[0] += light * bright[0]
        out[1] += light * bright[1]
        out[2] += light * bright[2]
      }
      dim(out, 0.95)
    },
  }
}

/** The sum of discs scattered over the unit squares, a `share` of which have one: brighter towards their rims. */
function discs(x: number, y: number, share: number): number {
  let sum = 0
  const column = Math.floor(x)
  const row = Math.floor(y)
  for (let cy = row - 1; cy <= row + 1; cy++)
    for (let cx = column - 1; cx <= column + 1; cx++) {
      const chosen = hash(cx, cy)
      if (chosen > share) continue
      const radius = 0.25 + 0.35 * hash(cx + 5, cy + 9)
      const u = (x - cx - 0.2 - 0.6 * hash(cx + 3, cy)) / radius
      const v = (y - cy - 0.2 - 0.6 * hash(cx, cy + 7)) / radius
      const r = Math.sqrt(u * u + v * v)
      if (r < 1.08) sum += (0.35 + chosen / share) * smoothstep(1.08, 0.95, r) * (0.6 + 0.4 * r * r * r)
    }
  return sum
}
