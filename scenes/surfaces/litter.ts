import { between, pick } from '../choose.ts'
import { blend, copy, dim, near, oklch } from '../color.ts'
import { fractal, hash, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

/** A forest floor: fallen leaves over each other on dark soil. */
export const litter: SurfaceMaker = next => {
  const soil = oklch(0.22, 0.025, 60)
  const tones = [0, 1, 2, 3].map(() =>
    near(
      next,
      pick(next, [
        [0.52, 0.1, 50],
        [0.62, 0.11, 75],
        [0.42, 0.07, 45],
        [0.55, 0.08, 100],
      ] as const),
    ),
  )
  const width = between(next, 0.1, 0.18)
  const [ox, oy] = offset(next)
  return (out, px, py, detail) => {
    copy(out, soil)
    dim(out, 1 + 0.5 * fractal(px * 20 + ox, py * 20 + oy, detail * 20, 4))
    const d = detail / width
    for (let layer = 0; layer < 5; layer++) {
      const x = px / width + ox + 13.37 * layer
      const y = py / width + oy + 7.77 * layer
      const column = Math.floor(x)
      const row = Math.floor(y)
      const one = hash(column + 7 * layer, row)
      const two = hash(row + 3, column - 11 * layer)
      const turn = 6.28 * two
      const u = x - column - 0.5 - 0.25 * (one - 0.5)
      const v = y - row - 0.5 - 0.25 * (two - 0.5)
      const a = Math.abs(u * Math.cos(turn) + v * Math.sin(turn))
      const b = v * Math.cos(turn) - u * Math.sin(turn)
      const half = (0.15 + 0.07 * one) * (1 - (b / 0.38) ** 2) * (1 + 0.1 * Math.sin(40 * b))
      const soft = Math.max(0.01, d)
      const inside = smoothstep(soft, -soft, a - half)
      dim(out, 1 - 0.45 * smoothstep(0.09, 0, a - half) * (1 - inside))
      if (inside === 0) continue
      blend(out, tones[Math.floor(4 * one)]!, inside)
      const rib = smoothstep(0.02 + d, 0, a) + 0.5 * smoothstep(0.2, 0, Math.abs(((b + 0.8 * a) * 9) % 1) - d)
      dim(out, 1 + inside * (0.25 * rib * Math.min(1, 0.1 / (d + 1e-6)) - 0.25 * (one - 0.3) * b * 2))
    }
  }
}
