import { between, chance, pick } from '../choose.ts'
import { copy, dim, near } from '../color.ts'
import { fractal, noise } from '../noise.ts'
import { offset, type Pattern, spots } from '../pattern.ts'
import { embossed, type SurfaceMaker } from '../surface.ts'

/** Sand or fine gravel: grains, soft ripples, small stones. */
export const sand: SurfaceMaker = (next, light) => {
  const base = near(
    next,
    pick(next, [
      [0.78, 0.05, 80],
      [0.66, 0.06, 65],
      [0.55, 0.015, 80],
    ] as const),
  )
  const [ox, oy] = offset(next)
  const ripple = chance(next, 0.6) ? between(next, 0.05, 0.12) : 0
  const angle = between(next, -0.6, 0.6)
  const stones = spots(next, 0.035, 0.13, 0.12)
  const height: Pattern = (x, y, detail) => {
    const bent = y * Math.cos(angle) + x * Math.sin(angle) + 0.08 * noise(x * 3 + ox, y * 3 + oy)
    const wave = ripple === 0 ? 0 : Math.abs(Math.sin((Math.PI * bent) / ripple)) * 0.35
    const grit = fractal(x * 90 + ox, y * 90 + oy, detail * 90, 3, 0.75)
    return wave * ripple * 4 + 0.05 * grit + 0.15 * stones(x, y, detail)
  }
  const shading = embossed(height, light, 0.03)
  return (out, x, y, detail) => {
    copy(out, base)
    const grain = fractal(x * 170 + oy, y * 170 + ox, detail * 170, 3, 0.8)
    dim(out, (0.95 + 0.28 * grain - 0.25 * stones(x, y, detail)) * shading(x, y, detail))
  }
}
