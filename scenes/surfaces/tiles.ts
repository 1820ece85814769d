import { between, chance, pick } from '../choose.ts'
import { blend, copy, dim, near, oklch } from '../color.ts'
import { fractal, hash, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** Ceramic tiles: grout, bevelled edges, a little difference from tile to tile, some with an ornament. */
export const tiles: SurfaceMaker = (next, light) => {
  const hue = between(next, 0, 360)
  const base = near(next, [between(next, 0.5, 0.93), between(next, 0.01, 0.1), hue])
  const other = chance(next, 0.4) ? near(next, [between(next, 0.3, 0.9), 0.07, hue + 60]) : base
  const ornament = chance(next, 0.35) ? oklch(between(next, 0.3, 0.6), 0.1, hue + 180) : undefined
  const grout = near(next, [between(next, 0.45, 0.85), 0.01, 80])
  const width = between(next, 0.1, 0.3)
  const height = pick(next, [1, 1, 0.5]) * width
  const brickwork = height < width || chance(next, 0.2)
  const [ox, oy] = offset(next)
  const [lx, ly] = light.direction
  return (out, px, py, detail) => {
    const row = Math.floor(py / height)
    const shifted = px / width + (brickwork && row & 1 ? 0.5 : 0)
    const column = Math.floor(shifted)
    const u = (shifted - column - 0.5) * width
    const v = py - (row + 0.5) * height
    const tone = hash(column + 3, row)
    copy(out, (row + column) & 1 ? base : other)
    if (ornament !== undefined) {
      const r = Math.sqrt(u * u + v * v) / width
      const petals = 0.26 + 0.1 * Math.cos(4 * Math.atan2(v, u))
      const soft = Math.max(0.01, detail / width)
      blend(out, ornament, smoothstep(soft, -soft, Math.abs(r - petals) - 0.035) * 0.8)
    }
    dim(out, 0.93 + 0.14 * tone + 0.05 * fractal(px * 12 + ox, py * 12 + oy, detail * 12, 4))
    const edgeX = width / 2 - Math.abs(u)
    const edgeY = height / 2 - Math.abs(v)
    const edge = Math.min(edgeX, edgeY)
    const rim = smoothstep(0.016, 0.005, edge)
    const towards = edgeX < edgeY ? Math.sign(u) * lx : Math.sign(v) * ly
    dim(out, 1 + 0.45 * rim * towards)
    const soft = Math.max(detail, 0.0008)
    blend(out, grout, smoothstep(0.004 + soft, 0.004 - soft, edge))
  }
}
