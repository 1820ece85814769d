import { between, chance } from '../choose.ts'
import { blend, copy, dim, near, oklch } from '../color.ts'
import { cells, fractal, newCell, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** Rounded stones side by side. */
export const pebbles: SurfaceMaker = (next, light) => {
  const warm = chance(next, 0.5)
  const base = near(next, [0.6, 0.03, warm ? 70 : 240])
  const other = near(next, [0.75, 0.05, warm ? 45 : 80])
  const gap = oklch(0.22, 0.02, 70)
  const width = between(next, 0.03, 0.12)
  const [ox, oy] = offset(next)
  const [lx, ly] = light.direction
  const cell = newCell()
  return (out, px, py, detail) => {
    const d = detail / width
    const bend = 0.25 * fractal(px * (2 / width) + oy, py * (2 / width) + ox, 2 * d, 2)
    const x = px / width + ox + bend
    const y = py / width + oy - bend
    cells(cell, x, y)
    const tone = cell.hash
    copy(out, base)
    blend(out, other, (tone * 7) % 1)
    const edge = cell.second - cell.first
    const round = smoothstep(0, 0.5, edge)
    const lean = 1 - Math.min(1, edge * 1.4)
    const lit = ((x - cell.x) * lx + (y - cell.y) * ly) * 1.3 * lean
    const speckle = fractal(px * (9 / width) + ox, py * (9 / width) + oy, 9 * d, 3, 0.7)
    const seen = Math.min(1, 0.6 / (d + 1e-6))
    dim(out, (0.7 + 0.6 * ((tone * 13) % 1)) * (1 + seen * (lit - 0.3 * lean * lean) + 0.12 * speckle))
    blend(out, gap, seen * (1 - round) ** 2)
  }
}
