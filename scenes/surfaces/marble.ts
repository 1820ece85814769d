import { between, chance } from '../choose.ts'
import { blend, copy, dim, near, oklch } from '../color.ts'
import { fractal } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** Polished stone: clouds and sharp veins. */
export const marble: SurfaceMaker = next => {
  const black = chance(next, 0.3)
  const base = black ? near(next, [0.25, 0.015, 200], [0.05, 0.01, 90]) : near(next, [0.93, 0.012, 80])
  const vein = black ? oklch(0.85, 0.02, 90) : near(next, [0.55, 0.025, 80], [0.1, 0.02, 180])
  const [ox, oy] = offset(next)
  const width = between(next, 0.5, 1.2)
  return (out, px, py, detail) => {
    const d = detail / width
    const warp = fractal(px / width + ox, py / width + oy, d, 5)
    const warpToo = fractal(py / width + oy, px / width - ox, d, 5)
    const x = px / width + 0.5 * warp
    const y = py / width + 0.5 * warpToo
    const thin = 1 - Math.abs(fractal(x + oy, y + ox, d, 4, 0.45)) / (0.035 + d)
    const broad = 1 - Math.abs(fractal(0.6 * x + 5, 0.6 * y + 9, d, 3)) / 0.3
    copy(out, base)
    blend(
      out,
      vein,
      0.22 * Math.max(0, broad) + 0.7 * Math.max(0, thin) * (0.4 + 0.6 * Math.max(0, warp + 0.3)),
    )
    dim(out, 1 + 0.06 * warp)
  }
}
