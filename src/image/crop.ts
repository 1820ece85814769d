import type { Box, Raster } from './geometry.ts'

/** The pixels of a box of whole numbers, which may leave the image: what lies outside is 0. */
export function crop<T extends Uint8Array | Uint16Array | Float32Array>(
  { width, height, channels, data }: Raster<T>,
  { x0, y0, x1, y1 }: Box,
): Raster<T> {
  const size = { width: x1 - x0 + 1, height: y1 - y0 + 1 }
  const out = new (data.constructor as new (length: number) => T)(size.width * size.height * channels)
  const left = Math.max(x0, 0)
  const right = Math.min(x1 + 1, width)
  if (left < right)
    for (let y = Math.max(y0, 0); y <= Math.min(y1, height - 1); y++)
      out.set(
        data.subarray((y * width + left) * channels, (y * width + right) * channels) as never,
        ((y - y0) * size.width + left - x0) * channels,
      )
  return { ...size, channels, data: out }
}
