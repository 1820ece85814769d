import { type Color, copy, type Mixable } from './color.ts'
import { smoothstep } from './noise.ts'
import type { Material, Tilt } from './shape.ts'

/** One key light and the light that comes from everywhere. */
export type Light = {
  /** Unit vector towards the light: x to the right, y down, z towards the viewer. */
  readonly direction: readonly [number, number, number]
  readonly color: Color
  /** Light from above and light thrown back by the ground. */
  readonly sky: Color
  readonly ground: Color
  /** 0 for a bare sun (hard highlights) to 1 for an overcast sky. */
  readonly softness: number
}

/** A light from the upper left or right, warm or cool, with ambient light to match. */
export function light(
  azimuth: number,
  elevation: number,
  color: Color,
  sky: Color,
  ground: Color,
  softness: number,
): Light {
  const flat = Math.cos(elevation)
  return {
    direction: [flat * Math.sin(azimuth), -flat * Math.cos(azimuth), Math.sin(elevation)],
    color,
    sky,
    ground,
    softness,
  }
}

/** Writes the reflectance of a material at a point of its shape. */
export function reflectance(out: Mixable, material: Material, x: number, y: number, detail: number): void {
  copy(out, material.color)
  const layers = material.layers
  if (layers === undefined) return
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]!
    const t = layer[1](x, y, detail)
    const color = layer[0]
    out[0] += t * (color[0] - out[0])
    out[1] += t * (color[1] - out[1])
    out[2] += t * (color[2] - out[2])
  }
}

/**
 * Turns reflectance in `out` into the light that reaches the viewer from a surface with the given normal:
 * wrapped Lambert, a sky-to-ground ambient term, and a highlight (Blinn and Phong) with a rim (Schlick).
 */
export function shade(out: Mixable, tilt: Tilt, material: Material, light: Light): void {
  let [nx, ny] = tilt
  const square = nx * nx + ny * ny
  let nz = 0
  if (square >= 0.998) {
    const k = Math.sqrt(0.998 / square)
    nx *= k
    ny *= k
    nz = 0.0447
  } else nz = Math.sqrt(1 - square)
  const [lx, ly, lz] = light.direction
  const facing = nx * lx + ny * ly + nz * lz
  const wrap = 0.25 + 0.35 * light.softness
  const direct = Math.max(0, (facing + wrap) / (1 + wrap))
  const up = 0.5 - 0.5 * ny
  const gloss = material.gloss ?? 0
  const r = light.ground[0] + up * (light.sky[0] - light.ground[0])
  const g = light.ground[1] + up * (light.sky[1] - light.ground[1])
  const b = light.ground[2] + up * (light.sky[2] - light.ground[2])
  if (material.metal) {
    mirror(out, nx, ny, nz, light, gloss)
    return
  }
  out[0] *= r + direct * light.color[0]
  out[1] *= g + direct * light.color[1]
  out[2] *= b + direct * light.color[2]
  if (gloss === 0) return
  // Half way between light and viewer (0, 0, 1).
  const hz = lz + 1
  const length = Math.sqrt(lx * lx + ly * ly + hz * hz)
  const half = Math.max(0, (nx * lx + ny * ly + nz * hz) / length)
  const sharp = 12 + 240 * gloss * gloss * (1 - 0.6 * light.softness)
  const rim = (1 - nz) ** 4 * 0.5 * gloss
  const shine = gloss * (0.25 + 0.9 * (1 - 0.5 * light.softness)) * half ** sharp
  out[0] += shine * light.color[0] + rim * r
  out[1] += shine * light.color[1] + rim * g
  out[2] += shine * light.color[2] + rim * b
}

/** A bright room above a dark floor with the lamp in it, as polished or brushed metal shows it. */
function mirror(out: Mixable, nx: number, ny: number, nz: number, light: Light, gloss: number): void {
  // The viewer's ray turned back by the surface: 2 (n·v) n - v with v = (0, 0, 1).
  const ry = 2 * nz * ny
  const rx = 2 * nz * nx
  const rz = 2 * nz * nz - 1
  const [lx, ly, lz] = light.direction
  const horizon = smoothstep(0.35, -0.35, ry)
  const band = 0.25 + 0.9 * horizon * (0.7 + 0.3 * Math.sin(4 * rx + 1))
  const toward = Math.max(0, rx * lx + ry * ly + rz * lz)
  const lamp = 2.2 * toward ** (4 + 50 * gloss)
  for (let c = 0; c < 3; c++) {
    const around = light.ground[c]! + horizon * (light.sky[c]! - light.ground[c]!)
    out[c] = out[c]! * (band * (0.35 * light.color[c]! + around) + lamp * light.color[c]!)
  }
}
