import type { Box, Raster, Size } from './geometry.ts'

/**
 * Which pixels of a row make up each pixel of a resampled row: pixel u is the sum of `weight[u * count + k]`
 * times source pixel `first[u] + k`, for k below count.
 */
export type Taps = { readonly count: number; readonly first: Int32Array; readonly weight: Float32Array }

/**
 * Taps for output pixels at the places scale * u + offset of the source. Where pixels of the output are further
 * apart than those of the source, each is the mean of several places, as many as leaves them about one apart;
 * between pixels values are linear.
 *
 * @param length  number of source pixels
 * @param edge    what lies outside the source: zeros, or its outermost pixels again
 */
export function taps(
  target: number,
  scale: number,
  offset: number,
  length: number,
  edge: 'zero' | 'repeat',
): Taps {
  const places = placesPerPixel(scale)
  const count = Math.min(length, Math.ceil(Math.abs(scale) * (1 - 1 / places)) + 2)
  const first = new Int32Array(target)
  const weight = new Float32Array(target * count)
  for (let u = 0; u < target; u++) {
    const lowest = scale * u + offset - (Math.abs(scale) * (1 - 1 / places)) / 2
    const start = Math.min(Math.max(Math.floor(lowest), 0), length - count)
    first[u] = start
    for (let p = 0; p < places; p++) {
      const place = lowest + (Math.abs(scale) * p) / places
      const cell = Math.floor(place)
      for (const [pixel, share] of [
        [cell, 1 - (place - cell)],
        [cell + 1, place - cell],
      ] as const) {
        const inside = Math.min(Math.max(pixel, 0), length - 1)
        if (edge === 'repeat' || inside === pixel) weight[u * count + inside - start]! += share / places
      }
    }
  }
  return { count, first, weight }
}

/** How many places are averaged for a pixel that spans `scale` source pixels. */
export function placesPerPixel(scale: number): number {
  return Math.max(1, Math.round(Math.abs(scale)))
}

/**
 * Resamples an image without rotation. The function returned writes row v of channel c to `out` from `start` on;
 * it is quickest when the channels of a row follow each other.
 */
export function resampler(
  { width, channels, data }: Raster<Uint8Array | Float32Array>,
  across: Taps,
  down: Taps,
): (v: number, c: number, out: Float32Array, start: number) => void {
  // Rows are blended first, since they lie in one piece, and only the columns that are used.
  const ends = [across.first[0]!, across.first.at(-1)!]
  const left = Math.min(...ends)
  const blended = new Float32Array((Math.max(...ends) + across.count - left) * channels)
  let blendedRow = -1
  return (v, c, out, start) => {
    if (v !== blendedRow)
      blendRows(data, (down.first[v]! * width + left) * channels, width * channels, v, down, blended)
    blendedRow = v
    blendColumns(blended, left, channels, c, across, out, start)
  }
}

/** The same for pictures that cover boxes of one plane: `source` covers `from`, the result covers `to`. */
export function boxResampler(
  source: Raster<Uint8Array | Float32Array>,
  from: Box,
  to: Box,
  size: Size,
  edge: 'zero' | 'repeat',
): (v: number, c: number, out: Float32Array, start: number) => void {
  const axis = (from0: number, from1: number, length: number, to0: number, to1: number, target: number) => {
    const density = length / (from1 - from0 + 1)
    const step = (to1 - to0 + 1) / target
    return taps(target, step * density, (to0 - from0 + step / 2) * density - 0.5, length, edge)
  }
  return resampler(
    source,
    axis(from.x0, from.x1, source.width, to.x0, to.x1, size.width),
    axis(from.y0, from.y1, source.height, to.y0, to.y1, size.height),
  )
}

function blendRows(
  data: Uint8Array | Float32Array,
  start: number,
  stride: number,
  v: number,
  { count, weight }: Taps,
  out: Float32Array,
) {
  out.fill(0)
  for (let k = 0; k < count; k++) {
    const w = weight[v * count + k]!
    if (w !== 0) for (let i = 0, j = start + k * stride; i < out.length; i++, j++) out[i]! += w * data[j]!
  }
}

function blendColumns(
  row: Float32Array,
  left: number,
  channels: number,
  c: number,
  { count, first, weight }: Taps,
  out: Float32Array,
  start: number,
) {
  if (count === 2)
    for (let u = 0, t = 0; u < first.length; u++, t += 2) {
      const j = (first[u]! - left) * channels + c
      out[start + u] = weight[t]! * row[j]! + weight[t + 1]! * row[j + channels]!
    }
  else
    for (let u = 0, t = 0; u < first.length; u++) {
      let sum = 0
      for (let k = 0, j = (first[u]! - left) * channels + c; k < count; k++, t++, j += channels)
        sum += weight[t]! * row[j]!
      out[start + u] = sum
    }
}
