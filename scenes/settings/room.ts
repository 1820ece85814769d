import { between, chance, pick } from '../choose.ts'
import { blend, type Color, copy, dim, type Mixable, near, scaled } from '../color.ts'
import { light } from '../light.ts'
import { smoothstep } from '../noise.ts'
import { groundShadow, type Setting } from '../setting.ts'
import { tables, walls } from '../surfaces/index.ts'

/** Things standing on a table before a wall, which the lens blurs more or less. */
export const room: Setting = (next, aspect) => {
  const softness = between(next, 0.2, 1)
  const side = chance(next, 0.5) ? 1 : -1
  const elevation = between(next, 0.35, 0.9)
  const warm = near(
    next,
    pick(next, [
      [0.97, 0.04, 75],
      [0.97, 0.01, 90],
      [0.95, 0.03, 250],
    ] as const),
  )
  const key = light(
    side * between(next, 0.5, 1.2),
    elevation,
    scaled(warm, between(next, 0.8, 1)),
    scaled(near(next, [0.9, 0.02, 250]), 0.42),
    scaled(near(next, [0.75, 0.04, 65]), 0.28),
    softness,
  )
  const edge = between(next, 0.42, 0.68)
  const vanishing = edge - between(next, 0.25, 0.6)
  const table = pick(next, tables)(next, key)
  const wall = pick(next, walls)(next, key)
  const wallZoom = between(next, 0.8, 1.8)
  const wallBlur = pick(next, [0, 0.006, 0.02, 0.045])
  const focus = between(next, 0.78, 0.98)
  const wallTone = between(next, 0.45, 0.95)
  const window = chance(next, 0.35)
  const windowX = between(next, 0.1, 0.9) * aspect
  const windowSlant = between(next, -0.5, 0.5)
  const lamps: { x: number; y: number; r: number; color: Color }[] = chance(next, 0.3)
    ? Array.from({ length: 9 }, () => ({
        x: between(next, 0, aspect),
        y: between(next, 0, edge),
        r: between(next, 0.02, 0.06),
        color: scaled(near(next, [0.9, 0.1, 75], [0.05, 0.05, 30]), between(next, 0.3, 1)),
      }))
    : []
  const middle: Mixable = [0, 0, 0]
  wall(middle, 0.37, 0.41, 0.2)
  const around: Color = [middle[0] * wallTone, middle[1] * wallTone, middle[2] * wallTone]
  const surface: Mixable = [0, 0, 0]
  // Between what a pixel spans across the table and along it, which grow as z and as z².
  const stretch = Math.sqrt(2.2 / (1 - vanishing))
  const depth = (y: number) => (1 - vanishing) / (y - vanishing)
  const blurAt = (y: number) => wallBlur * Math.min(1, Math.abs(y - focus) / (focus - edge + 0.1))
  return {
    light: key,
    around,
    shadowsOnGroundOnly: true,
    backdrop(out, x, y, pixel) {
      const blur = Math.max(pixel, wallBlur)
      const onTable = smoothstep(edge - blur, edge + blur, y)
      copy(out, around)
      if (onTable < 1) {
        wall(out, x * wallZoom, y * wallZoom, blur * wallZoom)
        let lit = wallTone * (0.7 + 0.45 * (0.5 + (side * (x / aspect - 0.5)) / 1) * smoothstep(1.2, 0, y))
        if (window) {
          const u = x - windowX + windowSlant * (y - 0.3)
          const soft = 0.01 + 0.03 * softness
          const pane =
            smoothstep(soft, -soft, Math.abs(u) - 0.24) *
            smoothstep(soft, -soft, Math.abs(y - 0.24) - 0.19) *
            (1 - smoothstep(soft, -soft, Math.abs(u) - 0.012)) *
            (1 - smoothstep(soft, -soft, Math.abs(y - 0.22) - 0.01))
          lit *= 0.8 + 0.75 * pane
        }
        // The wall darkens where table and wall meet.
        lit *= 1 - 0.35 * smoothstep(0.12, 0, edge - y)
        illuminate(out, lit)
        for (const lamp of lamps) {
          const r = Math.sqrt((x - lamp.x) ** 2 + (y - lamp.y) ** 2) / lamp.r
          if (r < 1.1) {
            const glow = smoothstep(1.06, 0.94, r) * (0.55 + 0.45 * r * r)
            out[0] += glow * lamp.color[0]
            out[1] += glow * lamp.color[1]
            out[2] += glow * lamp.color[2]
          }
        }
      }
      if (onTable > 0) {
        const below = Math.max(y, edge)
        const z = depth(below)
        const seen = Math.max(pixel, blurAt(below)) * stretch * z ** 1.5
        table(surface, (x - aspect / 2) * z + 7, 2.2 * z + 3, seen)
        illuminate(surface, 0.75 + 0.35 * (0.5 + side * (x / aspect - 0.5)))
        dim(surface, 1 - 0.3 * smoothstep(0.05, 0, below - edge))
        blend(out, surface, onTable)
      }
    },
    spot(spotNext, pose) {
      const foot = edge + (1.02 - edge) * (0.12 + 0.84 * spotNext())
      const scale = (0.16 + 0.2 * spotNext()) * (0.6 + (0.9 * (foot - edge)) / (1 - edge))
      return {
        x: between(spotNext, 0.06, 0.94) * aspect,
        y: foot - scale,
        scale,
        pose,
        angle: 0,
        blur: blurAt(foot) < 0.003 ? 0 : 0.6 * blurAt(foot),
        order: foot,
      }
    },
    shadows(spot, mirrored) {
      const length = 0.55 / Math.tan(elevation)
      const soft = (0.06 + 0.2 * softness) * spot.scale
      return [
        groundShadow(spot, mirrored, -side * length, -0.28, soft, 0.6 - 0.25 * softness, edge),
        groundShadow(spot, mirrored, 0, -0.07, 0.12 * spot.scale, 0.6, edge),
        groundShadow(spot, mirrored, 0, 0.05, 0.1 * spot.scale, 0.45, edge),
      ]
    },
  }

  function illuminate(out: Mixable, lit: number): void {
    out[0] *= lit * (0.75 * key.color[0] + key.sky[0])
    out[1] *= lit * (0.75 * key.color[1] + key.sky[1])
    out[2] *= lit * (0.75 * key.color[2] + key.sky[2])
  }
}
