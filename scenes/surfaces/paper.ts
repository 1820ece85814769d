import { between, chance } from '../choose.ts'
import { copy, dim, near } from '../color.ts'
import { fractal } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** Studio paper or card of one colour, hardly a texture at all. */
export const paper: SurfaceMaker = next => {
  const white = chance(next, 0.3)
  const base = white
    ? near(next, [0.96, 0.006, 80], [0.02, 0.005, 90])
    : near(next, [between(next, 0.3, 0.9), between(next, 0.02, 0.14), between(next, 0, 360)], [0, 0, 0])
  const [ox, oy] = offset(next)
  return (out, x, y, detail) => {
    copy(out, base)
    const slow = fractal(x * 1.5 + ox, y * 1.5 + oy, detail * 1.5, 3)
    const fibre = fractal(x * 140 + oy, y * 140 + ox, detail * 140, 3, 0.7)
    dim(out, 1 + 0.04 * slow + 0.035 * fibre)
  }
}
