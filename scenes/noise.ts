import { random } from '../src/image/index.ts'

// The lattice repeats after this many cells, far more than a picture shows of any texture but the finest grain.
const size = 1024
const wrap = size - 1
const order = new Uint16Array(2 * size)
const gradientX = new Float64Array(size)
const gradientY = new Float64Array(size)
const jitterX = new Float64Array(size)
const jitterY = new Float64Array(size)

const next = random(0x5ce7e)
for (let i = 0; i < size; i++) {
  order[i] = i
  const angle = 2 * Math.PI * next()
  gradientX[i] = Math.SQRT2 * Math.cos(angle)
  gradientY[i] = Math.SQRT2 * Math.sin(angle)
  jitterX[i] = next()
  jitterY[i] = next()
}
for (let i = size - 1; i > 0; i--) {
  const j = Math.floor(next() * (i + 1))
  const kept = order[i]!
  order[i] = order[j]!
  order[j] = kept
}
order.copyWithin(size, 0, size)

/** A number from 0 to 1 that belongs to a cell of the integer lattice. */
export function hash(ix: number, iy: number): number {
  return order[order[ix & wrap]! + (iy & wrap)]! / size
}

/** Gradient noise, from about -1 to 1, with features about one unit wide. Perlin, SIGGRAPH 1985 and 2002. */
export function noise(x: number, y: number): number {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = x - ix
  const fy = y - iy
  const left = order[ix & wrap]!
  const right = order[(ix + 1) & wrap]!
  const top = iy & wrap
  const bottom = (iy + 1) & wrap
  const a = order[left + top]!
  const b = order[right + top]!
  const c = order[left + bottom]!
  const d = order[right + bottom]!
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
  const na = gradientX[a]! * fx + gradientY[a]! * fy
  const nb = gradientX[b]! * (fx - 1) + gradientY[b]! * fy
  const nc = gradientX[c]! * fx + gradientY[c]! * (fy - 1)
  const nd = gradientX[d]! * (fx - 1) + gradientY[d]! * (fy - 1)
  const upper = na + u * (nb - na)
  return upper + v * (nc + u * (nd - nc) - upper)
}

/**
 * Octaves of noise, each half as wide as the one before and `gain` times as strong, turned by an irrational
 * angle so that lattices never line up; from about -1 to 1.
 *
 * @param detail  the smallest width that can be seen, in the units of x and y: octaves fade out before it,
 *                which is all the antialiasing and all the lens blur that a texture needs
 */
export function fractal(x: number, y: number, detail: number, octaves = 6, gain = 0.5): number {
  let sum = 0
  let amplitude = 1
  let width = 1
  for (let octave = 0; octave < octaves && width > detail; octave++) {
    const visible = width > 3 * detail ? 1 : (width - detail) / (2 * detail)
    sum += amplitude * visible * noise(x, y)
    const turned = 1.6 * x + 1.2 * y + 31.7
    y = 1.6 * y - 1.2 * x + 12.9
    x = turned
    amplitude *= gain
    width /= 2
  }
  return sum
}

/** What `cells` found: distances to the nearest and the second nearest seed, and the nearest one's place and hash. */
export type Cell = { first: number; second: number; x: number; y: number; hash: number }

export const newCell = (): Cell => ({ first: 0, second: 0, x: 0, y: 0, hash: 0 })

/** Fills `cell` for a point among seeds scattered one per unit square. Worley, SIGGRAPH 1996. */
export function cells(cell: Cell, x: number, y: number): void {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  let first = 9
  let second = 9
  for (let cy = iy - 1; cy <= iy + 1; cy++)
    for (let cx = ix - 1; cx <= ix + 1; cx++) {
      const i = order[order[cx & wrap]! + (cy & wrap)]!
      const sx = cx + jitterX[i]!
      const sy = cy + jitterY[i]!
      const square = (sx - x) * (sx - x) + (sy - y) * (sy - y)
      if (square < first) {
        second = first
        first = square
        cell.x = sx
        cell.y = sy
        cell.hash = i / size
      } else if (square < second) second = square
    }
  cell.first = Math.sqrt(first)
  cell.second = Math.sqrt(second)
}

/** From 0 at `from` to 1 at `to`, smooth at both ends; `from` may be the larger. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return t * t * (3 - 2 * t)
}
