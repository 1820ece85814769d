import type { Raster } from '../image/index.ts'

/** Between these, a probability says little. */
const unsure = { least: 0.1, most: 0.9 }

/**
 * Where the outline of an estimate may be wrong: within `radius` pixels (in rows and columns) of where it passes the
 * threshold, and where it is unsure itself.
 *
 * @param estimate  probabilities, one channel
 * @returns 1 for pixels of the band, otherwise 0, row by row
 */
export function outlineBand(
  { width, height, data }: Raster<Uint8Array | Float32Array>,
  threshold: number,
  radius: number,
): Uint8Array {
  const crossings = new Uint8Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const inside = data[i]! > threshold
      if (x > 0 && inside !== data[i - 1]! > threshold) crossings[i] = crossings[i - 1] = 1
      if (y > 0 && inside !== data[i - width]! > threshold) crossings[i] = crossings[i - width] = 1
    }
  const band = spread(spread(crossings, width, 1, radius), height, width, radius)
  for (let i = 0; i < data.length; i++) if (data[i]! > unsure.least && data[i]! < unsure.most) band[i] = 1
  return band
}

/** 1 wherever there is a 1 at most `radius` places before or after along one axis. */
function spread(data: Uint8Array, length: number, step: number, radius: number): Uint8Array {
  const out = new Uint8Array(data.length)
  const lines = data.length / length
  for (let line = 0; line < lines; line++) {
    const start = step === 1 ? line * length : line
    let last = -Infinity // where the last 1 is
    for (let k = 0, i = start; k < length; k++, i += step) {
      if (data[i]) {
        const first = Math.max(last + radius + 1, k - radius, 0) // the first that is not yet filled
        for (let back = first; back < k; back++) out[start + back * step] = 1
        last = k
      }
      if (k - last <= radius) out[i] = 1
    }
  }
  return out
}
