import type { Box, Raster, Size } from './geometry.ts'
import { type Taps, taps } from './taps.ts'

/** An image on another grid, row by row. */
export type Resampler = {
  /** Writes row v of channel c to `out` from `start` on. Asked for channel by channel, a row is blended once. */
  write(v: number, c: number, out: Float32Array, start: number): void
  /** For one channel: sets those of `out`, from `start` on, to 1 where row v is above a threshold. */
  mark(v: number, threshold: number, out: Uint8Array, start: number): void
}

/** An image of which neither axis is turned: `across` makes columns, `down` rows. */
export function resampler(
  { width, channels, data }: Raster<Uint8Array | Float32Array>,
  across: Taps,
  down: Taps,
): Resampler {
  // Rows are blended first, since they lie in one piece, and only the columns that are used.
  const ends = [across.first[0]!, across.first.at(-1)!]
  const left = Math.min(...ends)
  const row = new Float32Array((Math.max(...ends) + across.count - left) * channels)
  const groups = groupStarts(across.first)
  let current = -1
  const blend = (v: number) => {
    if (v !== current)
      blendRows(data, (down.first[v]! * width + left) * channels, width * channels, v, down, row)
    current = v
  }
  return {
    write(v, c, out, start) {
      blend(v)
      blendColumns(row, c - left * channels, channels, across, out, start)
    },
    mark(v, threshold, out, start) {
      blend(v)
      markColumns(row, left, across, groups, threshold, out, start)
    },
  }
}

/** Between pictures that cover boxes of one plane: `source` covers `from`, the result covers `to` with `size`. */
export function boxResampler(
  source: Raster<Uint8Array | Float32Array>,
  from: Box,
  to: Box,
  size: Size,
  edge: 'zero' | 'repeat',
): Resampler {
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
  origin: number,
  channels: number,
  { count, first, weight }: Taps,
  out: Float32Array,
  start: number,
) {
  if (count === 2)
    for (let u = 0, t = 0; u < first.length; u++, t += 2) {
      const j = origin + first[u]! * channels
      out[start + u] = weight[t]! * row[j]! + weight[t + 1]! * row[j + channels]!
    }
  else
    for (let u = 0, t = 0; u < first.length; u++) {
      let sum = 0
      for (let k = 0, j = origin + first[u]! * channels; k < count; k++, t++, j += channels)
        sum += weight[t]! * row[j]!
      out[start + u] = sum
    }
}

/** Where neighbours with equal values begin, and the length at the end. */
function groupStarts(values: Int32Array): Int32Array {
  const starts = Array.from(values.keys()).filter(i => i === 0 || values[i] !== values[i - 1])
  return Int32Array.of(...starts, values.length)
}

/**
 * Pixels that are made of the same ones of the row lie between the lowest and the highest of these. Enlarging,
 * most such groups are wholly above or wholly below, which makes this several times quicker than blending.
 */
function markColumns(
  row: Float32Array,
  left: number,
  { count, first, weight }: Taps,
  groups: Int32Array,
  threshold: number,
  out: Uint8Array,
  start: number,
) {
  let filled = 0 // before the groups that are wholly above and not yet filled
  for (let g = 0; g + 1 < groups.length; g++) {
    const u = groups[g]!
    const end = groups[g + 1]!
    const j = first[u]! - left
    let lowest = row[j]!
    let highest = lowest
    for (let k = 1; k < count; k++) {
      lowest = Math.min(lowest, row[j + k]!)
      highest = Math.max(highest, row[j + k]!)
    }
    if (lowest > threshold) continue
    if (filled < u) out.fill(1, start + filled, start + u)
    filled = end
    if (highest > threshold)
      for (let i = u; i < end; i++) {
        let sum = 0
        for (let k = 0; k < count; k++) sum += weight[i * count + k]! * row[j + k]!
        if (sum > threshold) out[start + i] = 1
      }
  }
  out.fill(1, start + filled, start + first.length)
}
