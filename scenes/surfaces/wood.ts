import { between, chance, pick } from '../choose.ts'
import { blend, copy, dim, near, scaled } from '../color.ts'
import { fractal, hash, noise, smoothstep } from '../noise.ts'
import { offset } from '../pattern.ts'
import type { SurfaceMaker } from '../surface.ts'

const woods = [
  [0.72, 0.07, 75], // pine
  [0.58, 0.08, 62], // oak
  [0.42, 0.07, 50], // walnut
  [0.34, 0.04, 45], // wenge
  [0.62, 0.02, 80], // weathered
  [0.85, 0.02, 90], // whitewashed
] as const

/** Planks with grain, now and then a knot, and dark joints. */
export const wood: SurfaceMaker = next => {
  const base = near(next, pick(next, woods))
  const dark = scaled(base, between(next, 0.35, 0.6))
  const width = chance(next, 0.25) ? 10 : between(next, 0.09, 0.3)
  const length = between(next, 1.2, 3)
  const upright = chance(next, 0.5)
  const [ox, oy] = offset(next)
  const rings = between(next, 5, 14)
  return (out, px, py, detail) => {
    const x = (upright ? py : px) + ox
    const y = (upright ? px : py) + oy
    const row = Math.floor(y / width)
    const shift = hash(row, 7) * length
    const plank = Math.floor((x + shift) / length)
    const tone = hash(row, plank)
    const gx = x * 0.9 + 91 * tone
    const gy = y + 17 * tone
    const bend = noise(gx * 0.7, gy * 2.3) * 0.28 + noise(gx * 2.1, gy * 5) * 0.07
    const ring = (gy * 3 + bend) * rings
    const phase = ring - Math.floor(ring)
    const visible = Math.min(1, Math.max(0, 0.5 - detail * rings * 2) * 3)
    const grain = visible * smoothstep(0, 0.75, phase) * smoothstep(1, 0.85, phase)
    const fibre = fractal(gx * 5, gy * 130, detail * 130, 3, 0.6)
    copy(out, base)
    blend(out, dark, Math.min(1, Math.max(0, 0.5 * grain + 0.2 * fibre + 0.12)))
    dim(out, 0.82 + 0.36 * tone + 0.1 * fibre)
    const soft = Math.max(detail, 0.0012)
    const across = Math.min(y - row * width, (row + 1) * width - y)
    const along = Math.abs(x + shift - length * Math.round((x + shift) / length))
    const joint = Math.min(across, along)
    dim(out, 1 - 0.8 * smoothstep(0.002 + soft, 0.002 - soft, joint) - 0.12 * smoothstep(0.012, 0, joint))
  }
}
