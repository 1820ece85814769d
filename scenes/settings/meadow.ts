import { between, chance, pick } from '../choose.ts'
import { blend, type Color, copy, dim, type Mixable, mix, near, scaled } from '../color.ts'
import { light } from '../light.ts'
import { fractal, hash, noise, smoothstep } from '../noise.ts'
import { groundShadow, type Setting } from '../setting.ts'
import { grounds } from '../surfaces/index.ts'
import { paintSky, sky } from './sky.ts'

/** Outdoors: sky, trees far away, and grass, sand or a street below. */
export const meadow: Setting = (next, aspect) => {
  const air = sky(next)
  const side = chance(next, 0.5) ? 1 : -1
  const elevation = between(next, 0.4, 1)
  const softness = air.overcast
  const key = light(
    side * between(next, 0.3, 1.1),
    elevation,
    scaled(near(next, [0.97, 0.04, 80]), 1 - 0.45 * softness),
    scaled(air.zenith, 0.55 + 0.25 * softness),
    scaled(near(next, [0.6, 0.06, 110]), 0.4),
    softness,
  )
  const horizon = between(next, 0.3, 0.55)
  const vanishing = horizon - 0.02
  const far = pick(next, [0.004, 0.012, 0.025])
  const focus = between(next, 0.82, 1)
  const grassy = chance(next, 0.7)
  const ground = pick(next, grounds)(next, key)
  const grass = meadowGrass(next)
  const trees = near(next, [0.38, 0.06, between(next, 110, 150)])
  const treesLit = near(next, [0.6, 0.1, between(next, 90, 140)])
  const treeHeight = chance(next, 0.8) ? between(next, 0.04, 0.22) : 0
  const treeAt = 100 * next()
  const surface: Mixable = [0, 0, 0]
  const middle: Mixable = [0, 0, 0]
  if (!grassy) ground(middle, 0.4, 0.4, 0.2)
  const around: Color = grassy ? grass.mean : [middle[0], middle[1], middle[2]]
  const blurAt = (y: number) => far * Math.min(1, Math.abs(y - focus) / (focus - horizon))
  return {
    light: key,
    around,
    shadowsOnGroundOnly: true,
    backdrop(out, x, y, pixel) {
      const blur = Math.max(pixel, far)
      if (y < horizon + blur) {
        paintSky(out, air, x, y, blur)
        // Hills in the haze, trees before them.
        for (let row = 0; row < 2 && treeHeight > 0; row++) {
          const crown =
            row === 0
              ? treeHeight * (0.9 + 0.8 * noise(x * 1.7 + treeAt, 3.3))
              : treeHeight * 0.75 * crowns(x * 9 + treeAt)
          const inside = smoothstep(-blur, blur, y - horizon + crown)
          if (inside === 0) continue
          const leaf = fractal(x * 22 + treeAt, y * 22 + row * 5, blur * 22, 4, 0.6)
          const shaded = smoothstep(-0.5, 0.8, leaf + (horizon - crown - y) / treeHeight + 0.6)
          blend(out, scaled(mix(mix(trees, treesLit, shaded), air.haze, 0.6 - 0.5 * row), 0.8), inside)
        }
      }
      const onGround = smoothstep(horizon - blur, horizon + blur, y)
      if (onGround === 0) return
      const below = Math.max(y, horizon + 0.002)
      const z = (1 - vanishing) / (below - vanishing)
      const seen = Math.max(pixel, blurAt(below))
      if (grassy) grass.paint(surface, x, below, vanishing, seen)
      else {
        ground(surface, (x - aspect / 2) * z + 5, 2.5 * z + 3, 1.6 * seen * z ** 1.5)
      }
      const lit = 0.85 + 0.3 * noise(x * 1.3 * z + treeAt, z * 2.1)
      surface[0] *= lit * (0.8 * key.color[0] + key.sky[0])
      surface[1] *= lit * (0.8 * key.color[1] + key.sky[1])
      surface[2] *= lit * (0.8 * key.color[2] + key.sky[2])
      blend(surface, air.haze, 0.3 * smoothstep(6, 40, z))
      blend(out, surface, onGround)
    },
    spot(spotNext, pose) {
      if (pose === 'floating') {
        const scale = between(spotNext, 0.08, 0.2)
        return {
          x: between(spotNext, 0.08, 0.92) * aspect,
          y: between(spotNext, 0.06, 0.55) * horizon + 0.05,
          scale,
          pose,
          angle: between(spotNext, -0.4, 0.4),
          blur: 0,
          order: 0,
        }
      }
      const foot = horizon + (1 - horizon) * (0.15 + 0.8 * spotNext())
      const scale = (0.17 + 0.22 * spotNext()) * (0.45 + (foot - horizon) / (1 - horizon))
      return {
        x: between(spotNext, 0.08, 0.92) * aspect,
        y: foot - scale,
        scale,
        pose,
        angle: 0,
        blur: blurAt(foot) < 0.003 ? 0 : 0.5 * blurAt(foot),
        order: foot,
      }
    },
    shadows(spot, mirrored) {
      if (spot.pose === 'floating') return []
      const length = 0.6 / Math.tan(elevation)
      return [
        groundShadow(
          spot,
          mirrored,
          -side * length,
          -0.22,
          (0.05 + 0.2 * softness) * spot.scale,
          0.65 - 0.4 * softness,
          horizon,
        ),
        groundShadow(spot, mirrored, 0, -0.06, 0.12 * spot.scale, 0.65, horizon),
        groundShadow(spot, mirrored, 0, 0.04, 0.1 * spot.scale, 0.55, horizon),
      ]
    },
  }
}

/** Height of a row of round tree tops at x, from about 0.3 to 1. */
function crowns(x: number): number {
  let top = 0.3 + 0.15 * noise(x * 0.3, 7.7)
  const column = Math.floor(x)
  for (let c = column - 1; c <= column + 1; c++) {
    const wide = 0.5 + 0.5 * hash(c, 11)
    const off = (x - c - hash(c, 13)) / wide
    const high = 0.35 + 0.45 * hash(c, 17)
    if (off * off < 1)
      top = Math.max(top, high * (0.4 + 0.6 * Math.sqrt(1 - off * off)) + 0.05 * noise(x * 5, c))
  }
  return top
}

/** Rows of blades from the horizon to the viewer, each row in front of the one behind. */
function meadowGrass(next: () => number) {
  const hue = between(next, 105, 138)
  const root = near(next, [0.3, 0.06, hue])
  const leaf = near(next, [0.52, 0.12, hue])
  const tip = near(next, [0.72, 0.13, hue - 15])
  const flower = near(next, [0.9, 0.12, between(next, 0, 360)], [0.05, 0.1, 0])
  const flowers = chance(next, 0.4) ? between(next, 0.01, 0.05) : 0
  const tall = between(next, 0.06, 0.14)
  const mean = mix(mix(root, leaf, 0.5), tip, 0.25)
  return {
    mean,
    paint(out: Mixable, x: number, y: number, vanishing: number, seen: number): void {
      const below = y - vanishing
      const patch = fractal((x * 1.5) / below + 9, 1.2 / below, seen / below, 4)
      copy(out, mean)
      const blade = 0.016 * below
      const sharp = smoothstep(0.5, 2, blade / seen)
      if (sharp > 0) {
        // Rows lie at vanishing + ratio^k: nearer rows are farther apart.
        const ratio = Math.log(1.06)
        const first = Math.floor(Math.log(below) / ratio)
        const color: Mixable = [0, 0, 0]
        copy(color, root)
        for (let row = first; row < first + 9; row++) {
          const foot = Math.exp(row * ratio)
          const high = tall * foot * 2.2
          const width = 0.016 * foot
          const rise = (foot - below) / high
          if (rise > 1) break
          const at = x / width + 57.3 * hash(row, 3)
          const column = Math.floor(at)
          for (let c = column - 1; c <= column + 1; c++) {
            const one = hash(c, row)
            const two = hash(c + 11, row + 5)
            const t = rise / (0.35 + 0.65 * one)
            if (t >= 1) continue
            const center = c + 0.5 + (two - 0.5) * 0.8 + (one - 0.5) * 2.4 * t * t
            const half = 0.42 * (1 - t)
            const soft = Math.max(0.08, seen / width)
            const cover = smoothstep(soft, -soft, Math.abs(at - center) - half)
            if (cover === 0) continue
            blend(color, root, cover)
            blend(color, two > 0.5 ? leaf : tip, cover * (0.15 + 0.85 * t) * (0.75 + 0.25 * one))
            if (two < flowers && t > 0.7) blend(color, flower, cover)
          }
        }
        blend(out, color, sharp)
      }
      dim(out, 1 + 0.35 * patch)
    },
  }
}
