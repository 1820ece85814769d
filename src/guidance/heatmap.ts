import type { Point, Size } from '../image/index.ts'

/**
 * The highest of one Gaussian per point, 0 where there is none near.
 *
 * The released code stretches this map to 0..255 by its minimum and maximum. Its points are whole pixels inside
 * the map, so these are 0 and 1, and a peak of 255 gives its values.
 *
 * @param points      in pixels of the map, pixel centres on whole numbers; between pixels and outside are allowed
 * @param clickWidth  full width at half maximum, in pixels; 10 in the released code, which calls it sigma
 * @param peak        value at a point
 * @param out         receives the map, must be zeros
 * @returns           height × width, row by row
 * @throws RangeError when clickWidth is zero or less
 * @see Maninis et al., Deep Extreme Cut, CVPR 2018; make_gt in the released code
 */
export function heatmap(
  points: readonly Point[],
  { width, height }: Size,
  clickWidth: number,
  peak: number,
  out: Float32Array = new Float32Array(width * height),
): Float32Array {
  if (!(clickWidth > 0)) throw new RangeError(`heatmap: clickWidth is ${clickWidth}, expected more than 0`)
  const k = (4 * Math.LN2) / clickWidth ** 2 // one half at a distance of clickWidth / 2
  const reach = 2.5 * clickWidth // 2^-25 of the peak, below the precision of float32 beside it
  for (const p of points) {
    const x0 = Math.max(0, Math.ceil(p.x - reach))
    const x1 = Math.min(width - 1, Math.floor(p.x + reach))
    const y0 = Math.max(0, Math.ceil(p.y - reach))
    const y1 = Math.min(height - 1, Math.floor(p.y + reach))
    const across = Float64Array.from({ length: Math.max(0, x1 - x0 + 1) }, (_, i) =>
      gaussian(x0 + i - p.x, k),
    )
    for (let y = y0; y <= y1; y++) {
      const down = peak * gaussian(y - p.y, k)
      for (let x = x0, i = y * width + x0; x <= x1; x++, i++)
        out[i] = Math.max(out[i]!, down * across[x - x0]!)
    }
  }
  return out
}

function gaussian(distance: number, k: number): number {
  return Math.exp(-k * distance * distance)
}
