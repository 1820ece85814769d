import { between } from '../choose.ts'
import { copy, dim, near } from '../color.ts'
import { cells, fractal, newCell } from '../noise.ts'
import { cracks, offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** A street or yard: dark binder, light stones, patches and cracks. */
export const asphalt: SurfaceMaker = next => {
  const base = near(next, [between(next, 0.38, 0.6), 0.008, 250])
  const width = between(next, 0.008, 0.014)
  const split = cracks(next, between(next, 0.5, 1), 0.008)
  const [ox, oy] = offset(next)
  const cell = newCell()
  return (out, x, y, detail) => {
    copy(out, base)
    const seen = Math.min(1, width / (1.5 * detail))
    cells(cell, x / width + ox, y / width + oy)
    const stone = Math.max(0, 1 - cell.first * 1.6) * (cell.hash - 0.3)
    const patch = fractal(x * 2.5 + oy, y * 2.5 + ox, detail * 2.5, 5)
    const bend = 0.04 * fractal(x * 5 + ox, y * 5 + oy, detail * 5, 4)
    dim(
      out,
      (1 + 0.16 * patch + seen * (0.9 * stone - 0.08)) * (1 - 0.55 * split(x + bend, y + bend, detail)),
    )
  }
}
