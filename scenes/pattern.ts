import type { Random } from '../src/image/index.ts'
import { cells, fractal, hash, newCell, noise, smoothstep } from './noise.ts'

/**
 * Where a layer of colour shows, 0 to 1, in a shape's own coordinates. `detail` is the smallest width that can
 * be seen there: a pixel, or the blur of the lens; edges are never sharper and fine structure fades before it.
 */
export type Pattern = (x: number, y: number, detail: number) => number

/** A place in the noise of its own, so that no two patterns show the same piece of it. */
export function offset(next: Random): readonly [number, number] {
  return [997 * next(), 991 * next()]
}

/** 1 on `duty` of every period, 0 between, with edges as wide as `detail`; grey where periods cannot be seen. */
export function pulse(at: number, period: number, duty: number, detail: number): number {
  const phase = at / period - Math.floor(at / period)
  const soft = Math.max(1e-4, detail / period)
  if (soft > 1) return duty
  const inside = Math.min(duty, 1 - duty, soft)
  const edge = duty / 2 - Math.abs(phase - 0.5)
  return smoothstep(-inside / 2, inside / 2, edge)
}

export function stripes(angle: number, period: number, duty = 0.5, wobble = 0): Pattern {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  return (x, y, detail) => {
    const bend = wobble === 0 ? 0 : wobble * noise(x * 2 + 7.7, y * 2 + 3.1)
    return pulse(x * cos + y * sin + bend, period, duty, detail)
  }
}

/** Stripes both ways, strongest where they cross. */
export function plaid(period: number, duty: number): Pattern {
  return (x, y, detail) => (pulse(x, period, duty, detail) + pulse(y, period, duty, detail)) / 2
}

export function checks(period: number): Pattern {
  return (x, y, detail) => {
    const a = pulse(x, 2 * period, 0.5, detail)
    const b = pulse(y, 2 * period, 0.5, detail)
    return a + b - 2 * a * b
  }
}

/** Round dots of the given radius on a staggered grid. */
export function dots(period: number, radius: number): Pattern {
  return (x, y, detail) => {
    const row = Math.floor(y / period)
    const shifted = row & 1 ? x + period / 2 : x
    const u = shifted - period * (Math.floor(shifted / period) + 0.5)
    const v = y - period * (row + 0.5)
    const soft = Math.max(detail, radius * 0.05)
    return smoothstep(soft, -soft, Math.sqrt(u * u + v * v) - radius)
  }
}

/** Clouds: fractal noise of the given width, cut at `level` (about -1 to 1) with the given softness. */
export function clouds(next: Random, width: number, level = 0, softness = 1, octaves = 5): Pattern {
  const [ox, oy] = offset(next)
  return (x, y, detail) =>
    smoothstep(
      level - softness,
      level + softness,
      1.5 * fractal(x / width + ox, y / width + oy, detail / width, octaves),
    )
}

/** Streaks along x (turn the part to turn them): fractal noise drawn out `stretch` times. */
export function streaks(next: Random, width: number, stretch: number, octaves = 4): Pattern {
  const [ox, oy] = offset(next)
  return (x, y, detail) =>
    smoothstep(-1, 1, 1.6 * fractal(x / (width * stretch) + ox, y / width + oy, detail / width, octaves, 0.6))
}

/** Scattered round spots of random size; `share` of the cells have one. */
export function spots(next: Random, period: number, radius: number, share = 0.7): Pattern {
  const [ox, oy] = offset(next)
  const cell = newCell()
  return (x, y, detail) => {
    cells(cell, x / period + ox, y / period + oy)
    if (cell.hash > share) return 0
    const size = radius * (0.5 + cell.hash / share)
    const soft = Math.max(detail / period, 0.08)
    return smoothstep(soft, -soft, cell.first - size)
  }
}

/** Lines between random cells, as on a giraffe, in cracked glaze, or among the pores of leather. */
export function cracks(next: Random, period: number, width: number): Pattern {
  const [ox, oy] = offset(next)
  const cell = newCell()
  return (x, y, detail) => {
    const soft = Math.max(detail / period, width)
    if (soft > 1) return 0
    cells(cell, x / period + ox, y / period + oy)
    return (1 - smoothstep(0, 2 * soft, cell.second - cell.first)) * Math.min(1, width / soft)
  }
}

/** Overlapping round scales, dark towards their rims. */
export function scales(period: number): Pattern {
  return (x, y, detail) => {
    if (detail > period) return 0.4
    const row = Math.floor(y / period)
    let shade = 0
    for (let r = row; r <= row + 1; r++) {
      const shifted = x / period + (r & 1 ? 0.5 : 0)
      const u = shifted - Math.floor(shifted) - 0.5
      const v = y / period - r + 0.5
      const d = Math.sqrt(u * u + v * v)
      if (d < 0.75) shade = d / 0.75
      else if (r === row + 1) break
      else continue
      break
    }
    return shade ** 3 * Math.min(1, period / (3 * detail))
  }
}

/** Fine grains of random shade, fading where they cannot be seen. */
export function grains(next: Random, width: number): Pattern {
  const [ox, oy] = offset(next)
  return (x, y, detail) => {
    const visible = Math.min(1, width / (2 * detail))
    return 0.5 + visible * 0.7 * noise(x / width + ox, y / width + oy)
  }
}

/** From 0 to 1 along y. */
export function fade(from: number, to: number): Pattern {
  return (_, y) => smoothstep(from, to, y)
}

/** Regular threads over and under each other. */
export function weave(period: number): Pattern {
  return (x, y, detail) => {
    const visible = Math.min(1, Math.max(0, period / (2 * detail) - 0.5))
    if (visible === 0) return 0.5
    const over = (Math.floor(x / period) + Math.floor(y / period)) & 1
    const across = Math.abs(Math.sin((Math.PI * x) / period))
    const along = Math.abs(Math.sin((Math.PI * y) / period))
    const thread = over ? 0.55 * across + 0.25 * along : 0.25 * across + 0.55 * along
    const uneven = 0.2 * hash(Math.floor(x / period), Math.floor(y / period))
    return 0.5 + visible * (thread + uneven - 0.55)
  }
}
