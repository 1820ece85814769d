import { between, chance } from '../choose.ts'
import { blend, copy, dim, near, scaled } from '../color.ts'
import { fractal } from '../noise.ts'
import { clouds, cracks, offset, type Pattern } from '../pattern.ts'
import { embossed, type SurfaceMaker } from '../surface.ts'

/** A plastered or concrete wall: stains, fine grit, now and then cracks. */
export const plaster: SurfaceMaker = (next, light) => {
  const painted = chance(next, 0.5)
  const base = near(
    next,
    [between(next, 0.5, 0.92), painted ? between(next, 0.02, 0.11) : 0.01, between(next, 0, 360)],
    [0, 0, 0],
  )
  const stain = scaled(base, between(next, 0.65, 0.85))
  const [ox, oy] = offset(next)
  const grit: Pattern = (x, y, detail) => fractal(x * 45 + ox, y * 45 + oy, detail * 45, 5, 0.65)
  const shading = embossed(grit, light, between(next, 0.0006, 0.003))
  const blots = clouds(next, between(next, 0.3, 0.9), 0.1, 1)
  const split = chance(next, 0.3) ? cracks(next, between(next, 0.4, 0.9), 0.006) : undefined
  return (out, x, y, detail) => {
    copy(out, base)
    blend(out, stain, blots(x, y, detail))
    const bend = 0.03 * fractal(x * 6 + oy, y * 6 + ox, detail * 6, 3)
    if (split !== undefined) dim(out, 1 - 0.6 * split(x + bend, y - bend, detail))
    dim(out, shading(x, y, detail))
  }
}
