import { between, chance, pick } from '../choose.ts'
import { dim, type Mixable, near, scaled } from '../color.ts'
import { light } from '../light.ts'
import { smoothstep } from '../noise.ts'
import { type Setting, thrownShadow } from '../setting.ts'
import { floors } from '../surfaces/index.ts'

/** Things lying on a surface, seen from above. */
export const tabletop: Setting = (next, aspect) => {
  const softness = between(next, 0, 1)
  const warm = near(
    next,
    pick(next, [
      [0.97, 0.035, 75],
      [0.97, 0.01, 90],
      [0.95, 0.03, 250],
    ] as const),
  )
  const azimuth = between(next, -1.3, 1.3)
  const elevation = between(next, 0.5, 1.1)
  const key = light(
    azimuth,
    elevation,
    scaled(warm, between(next, 0.75, 0.95)),
    scaled(near(next, [0.9, 0.02, 250]), 0.4),
    scaled(near(next, [0.85, 0.02, 70]), 0.3),
    softness,
  )
  const zoom = between(next, 0.7, 1.6)
  const surface = pick(next, floors)(next, key)
  const blur = chance(next, 0.25) ? between(next, 0.004, 0.012) : 0
  const middle: Mixable = [0, 0, 0]
  surface(middle, 0.37, 0.41, 0.2)
  const [lx, ly] = key.direction
  const falloff = between(next, 0, 0.3)
  // The shadow of a window frame or of something out of the picture, over a part of the surface.
  const barred = chance(next, 0.25)
  const barAngle = between(next, -0.6, 0.6)
  const barAt = between(next, 0.2, 0.8)
  const far = between(next, 0.6, 1.4) / Math.tan(elevation)
  return {
    light: key,
    around: [middle[0], middle[1], middle[2]],
    shadowsOnGroundOnly: false,
    backdrop(out, x, y, pixel) {
      surface(out, x * zoom, y * zoom, Math.max(pixel, blur) * zoom)
      let lit = 1 + falloff * ((x / aspect - 0.5) * lx * 2 + (y - 0.5) * ly * 2)
      if (barred) {
        const across = x - barAt * aspect + (y - 0.5) * barAngle
        lit *= 1 - 0.45 * smoothstep(0.09, 0.03, Math.abs(across) - 0.02) * (1 - 0.6 * softness)
      }
      const { color, sky, ground, direction } = key
      out[0] *= lit * (color[0] * direction[2] + 0.5 * (sky[0] + ground[0]))
      out[1] *= lit * (color[1] * direction[2] + 0.5 * (sky[1] + ground[1]))
      out[2] *= lit * (color[2] * direction[2] + 0.5 * (sky[2] + ground[2]))
      dim(out, 1)
    },
    spot: (spotNext, pose) => ({
      x: between(spotNext, 0.08, 0.92) * aspect,
      y: between(spotNext, 0.1, 0.9),
      scale: 0.13 + 0.3 * spotNext() ** 1.4,
      pose,
      angle: between(spotNext, -Math.PI, Math.PI),
      blur: 0,
      order: spotNext(),
    }),
    shadows(spot, mirrored) {
      const high = 0.16 * spot.scale
      const length = high * far
      const strength = 0.75 - 0.3 * softness
      return [
        thrownShadow(spot, mirrored, -lx * length, -ly * length, high * (0.12 + 0.6 * softness), strength),
        thrownShadow(spot, mirrored, -0.3 * lx * length, -0.3 * ly * length, 0.5 * high, 0.35),
      ]
    },
  }
}
