import type { Value } from '../../onnx/index.ts'
import { mapSides, type Rows } from './linear-map.ts'

/**
 * Which places of two grids coincide: the centres of the corner pixels (`corners`, torch's align_corners, as
 * the released code), or the outer edges of the images (`edges`, half-pixel centres).
 */
export type Alignment = 'corners' | 'edges'

/** Bilinear interpolation to `sides` rows and columns. N,C,h,w -> N,C,h',w'. */
export function resizeBilinear(x: Value, sides: readonly [number, number], alignment: Alignment): Value {
  const [, , height, width] = x.shape as [number, number, number, number]
  if (height === sides[0] && width === sides[1]) return x
  return mapSides(x, interpolation(height, sides[0], alignment), interpolation(width, sides[1], alignment))
}

function interpolation(from: number, to: number, alignment: Alignment): Rows {
  return Array.from({ length: to }, (_, i) => {
    const row = new Float64Array(from)
    const place =
      alignment === 'corners' ? (to > 1 ? (i * (from - 1)) / (to - 1) : 0) : ((i + 0.5) * from) / to - 0.5
    const inside = Math.min(Math.max(place, 0), from - 1)
    const first = Math.min(Math.floor(inside), Math.max(from - 2, 0))
    row[first]! += 1 - (inside - first)
    if (first + 1 < from) row[first + 1]! += inside - first
    return row
  })
}
