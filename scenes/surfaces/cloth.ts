import { between, chance, pick } from '../choose.ts'
import { blend, copy, dim, near, oklch } from '../color.ts'
import { fractal, noise } from '../noise.ts'
import { checks, dots, offset, type Pattern, plaid, stripes, weave } from '../pattern.ts'
import { embossed, type SurfaceMaker } from '../surface.ts'

/** A tablecloth or blanket: woven, softly folded, plain or with a print. */
export const cloth: SurfaceMaker = (next, light) => {
  const hue = between(next, 0, 360)
  const base = near(next, [between(next, 0.35, 0.92), between(next, 0, 0.12), hue])
  const print = oklch(between(next, 0.3, 0.95), between(next, 0, 0.16), hue + pick(next, [0, 30, 150, 180]))
  const period = between(next, 0.05, 0.2)
  const pattern = pick<Pattern | undefined>(next, [
    undefined,
    undefined,
    stripes(pick(next, [0, Math.PI / 2, 0.7]), period, between(next, 0.15, 0.5)),
    plaid(period * 1.5, 0.4),
    checks(period / 2),
    dots(period, period * between(next, 0.12, 0.3)),
  ])
  const threads = weave(between(next, 0.004, 0.012))
  const [ox, oy] = offset(next)
  const deep = chance(next, 0.5) ? between(next, 0.06, 0.16) : 0.02
  const width = between(next, 0.3, 0.8)
  const folds: Pattern = (x, y, detail) => {
    const bend = 0.4 * noise(x / width + oy, y / width + ox)
    return fractal(x / width + ox + bend, y / (width * 2.2) + oy - bend, detail / width, 2, 0.35)
  }
  const shading = embossed(folds, light, deep)
  return (out, x, y, detail) => {
    copy(out, base)
    if (pattern !== undefined) blend(out, print, pattern(x, y, Math.max(detail, 0.003)))
    dim(out, (0.75 + 0.5 * threads(x, y, detail)) * shading(x, y, Math.max(detail, 0.004)))
  }
}
