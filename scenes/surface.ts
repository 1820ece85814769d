import type { Random } from '../src/image/index.ts'
import type { Mixable } from './color.ts'
import type { Light } from './light.ts'
import type { Pattern } from './pattern.ts'

/**
 * Writes the reflectance of an endless surface at (x, y), already shaded by its own relief; one unit is about
 * the height of a picture. `detail` as for patterns.
 */
export type Surface = (out: Mixable, x: number, y: number, detail: number) => void

/** A kind of surface, drawn from a stream of random numbers and lit from the light's side. */
export type SurfaceMaker = (next: Random, light: Light) => Surface

/**
 * How much brighter or darker relief makes a surface: the slope of the height towards the light.
 *
 * @param depth  of the relief, in units of the surface
 */
export function embossed(height: Pattern, light: Light, depth: number): Pattern {
  const [lx, ly, lz] = light.direction
  const flat = Math.sqrt(lx * lx + ly * ly) + 1e-6
  const strength = (depth * flat * (1.3 - 0.8 * light.softness)) / Math.max(0.3, lz)
  return (x, y, detail) => {
    const step = Math.max(detail, 5e-4)
    const slope =
      (height(x, y, detail) - height(x + (step * lx) / flat, y + (step * ly) / flat, detail)) / step
    return Math.min(1.9, Math.max(0.25, 1 + strength * slope))
  }
}
