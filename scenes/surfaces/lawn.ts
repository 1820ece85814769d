import { between, chance } from '../choose.ts'
import { blend, copy, dim, near } from '../color.ts'
import { fractal, hash, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** Grass from above: seven layers of short blades at random angles, the upper ones lighter. */
export const lawn: SurfaceMaker = next => {
  const dry = chance(next, 0.25)
  const hue = dry ? between(next, 90, 110) : between(next, 122, 140)
  const root = near(next, [0.24, 0.05, hue])
  const blade = near(next, [0.5, 0.12, hue])
  const tip = near(next, [0.68, 0.13, hue - 14])
  const width = between(next, 0.035, 0.07)
  const [ox, oy] = offset(next)
  return (out, px, py, detail) => {
    copy(out, root)
    const d = detail / width
    const seen = Math.min(1, 0.25 / (d + 1e-6))
    for (let layer = 0; layer < 7; layer++) {
      const turn = 2.4 * layer
      const cos = Math.cos(turn)
      const sin = Math.sin(turn)
      const x = (px * cos + py * sin) / width + ox + 31 * layer
      const y = (py * cos - px * sin) / (0.14 * width) + oy + 17 * layer
      const row = Math.floor(y)
      const along = x + 7.3 * hash(row, layer)
      const column = Math.floor(along)
      const chosen = hash(column + 19 * layer, row)
      if (chosen > 0.8) continue
      const u = along - column
      const v = Math.abs(y - row - 0.5 - 0.6 * (u - 0.5) ** 2)
      const half = 0.42 * (1 - (2 * u - 1) ** 2)
      const soft = Math.max(0.12, 6 * d)
      const cover = seen * smoothstep(soft, -soft, v - half)
      blend(out, chosen > 0.4 ? blade : tip, cover * (0.3 + 0.1 * layer))
      dim(out, 1 - 0.25 * cover * v)
    }
    blend(out, blade, 0.6 * (1 - seen))
    dim(out, 1 + 0.35 * fractal(px * 3 + ox, py * 3 + oy, detail * 3, 4))
  }
}
