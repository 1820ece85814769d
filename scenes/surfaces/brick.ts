import { between, chance } from '../choose.ts'
import { blend, copy, dim, near } from '../color.ts'
import { fractal, hash, smoothstep } from '../noise.ts'
import { offset, type Pattern } from '../pattern.ts'
import { embossed, type SurfaceMaker } from '../surface.ts'

/** A wall of bricks in mortar, rough, each of its own tone. */
export const brick: SurfaceMaker = (next, light) => {
  const base = chance(next, 0.7)
    ? near(next, [0.5, 0.1, 38])
    : near(next, [between(next, 0.5, 0.9), 0.02, 70])
  const burnt = near(next, [0.36, 0.05, 35])
  const mortar = near(next, [between(next, 0.6, 0.8), 0.012, 80])
  const height = between(next, 0.05, 0.11)
  const width = 3.1 * height
  const [ox, oy] = offset(next)
  const rough = (x: number, y: number, detail: number) =>
    fractal(x * 22 + ox, y * 22 + oy, detail * 22, 5, 0.6)
  const joint = (x: number, y: number, detail: number, row: number) => {
    const shifted = x / width + (row & 1 ? 0.5 : 0)
    const u = width * (0.5 - Math.abs(shifted - Math.floor(shifted) - 0.5))
    const v = height * (0.5 - Math.abs(y / height - row - 0.5))
    const soft = Math.max(detail, 0.003)
    return smoothstep(0.006 + soft, 0.006 - soft, Math.min(u, v) + 0.004 * rough(x, y, detail))
  }
  const relief: Pattern = (x, y, detail) =>
    0.12 * rough(x, y, detail) - joint(x, y, detail, Math.floor(y / height))
  const shading = embossed(relief, light, 0.004)
  return (out, x, y, detail) => {
    const row = Math.floor(y / height)
    const tone = hash(Math.floor(x / width + (row & 1 ? 0.5 : 0)) + 5, row)
    copy(out, base)
    blend(out, burnt, tone * tone)
    dim(out, 0.85 + 0.3 * hash(Math.floor(11 * tone), row) + 0.25 * rough(x, y, detail))
    blend(out, mortar, joint(x, y, detail, row))
    dim(out, shading(x, y, detail))
  }
}
