import { between } from '../choose.ts'
import { blend, copy, dim, near, scaled } from '../color.ts'
import { light } from '../light.ts'
import { fractal, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { Setting } from '../setting.ts'

/** Under water: light from above that fades with depth, rays, drifting motes. */
export const water: Setting = (next, aspect) => {
  const hue = between(next, 190, 245)
  const surface = near(next, [between(next, 0.7, 0.85), 0.09, hue])
  const deep = near(next, [between(next, 0.28, 0.42), 0.08, hue + 15])
  const reef = near(next, [0.3, 0.05, hue - 20])
  const reefLit = near(next, [0.5, 0.06, hue - 60])
  const floor = between(next, 0.75, 1.2)
  const [ox, oy] = offset(next)
  const key = light(
    between(next, -0.7, 0.7),
    between(next, 0.4, 0.8),
    scaled(near(next, [0.95, 0.04, hue - 30]), 0.85),
    scaled(surface, 0.6),
    scaled(deep, 0.6),
    0.6,
  )
  return {
    light: key,
    around: deep,
    shadowsOnGroundOnly: false,
    backdrop(out, x, y, pixel) {
      copy(out, surface)
      blend(out, deep, smoothstep(-0.15, 0.9, y + 0.15 * fractal(x + ox, y + oy, 0.1, 3)))
      const ray = fractal(((x - aspect / 2) / (0.6 + y)) * 5 + ox, 0.3 * y + oy, 0.15, 3)
      dim(out, 1 + 0.35 * smoothstep(0, 0.8, ray) * smoothstep(1, 0, y))
      const crest = floor - 0.16 * fractal(x * 2 + oy, ox, 0.02, 5, 0.6)
      const inside = smoothstep(-0.02, 0.02, y - crest)
      if (inside > 0) {
        const lump = fractal(x * 9 + ox, y * 9 + oy, 0.12, 5, 0.6)
        blend(out, reef, 0.85 * inside)
        blend(out, reefLit, 0.7 * inside * smoothstep(-0.1, 0.8, lump))
      }
      const mote = fractal(x * 60 + oy, y * 60 + ox, Math.max(pixel, 0.004) * 60, 2)
      dim(out, 1 + 0.5 * smoothstep(0.55, 0.9, mote))
    },
    spot(spotNext, pose) {
      const scale = 0.13 + 0.3 * spotNext() ** 1.4
      return {
        x: between(spotNext, 0.1, 0.9) * aspect,
        y: between(spotNext, 0.12, 0.85),
        scale,
        pose,
        angle: between(spotNext, -0.35, 0.35),
        blur: scale < 0.16 ? 0.004 : 0,
        order: scale,
      }
    },
    shadows: () => [],
  }
}
