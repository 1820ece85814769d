import type { Raster } from './geometry.ts'

/**
 * Red, green and blue of a picture of bytes: grey (1 channel), grey and alpha (2), colours (3), colours and alpha
 * (4), such as a browser's ImageData. Transparent parts are put on white, as decode puts them.
 *
 * @throws RangeError for another number of channels
 */
export function toRgb({ width, height, channels, data }: Raster<Uint8Array>): Raster<Uint8Array> {
  if (channels === 3) return { width, height, channels, data }
  if (![1, 2, 4].includes(channels)) throw new RangeError(`toRgb: ${channels} channels, expected 1 to 4`)
  const out = new Uint8ClampedArray(3 * width * height)
  const hasAlpha = channels % 2 === 0
  const step = channels === 4 ? 1 : 0
  for (let i = 0, j = 0; i < out.length; i += 3, j += channels) {
    const alpha = hasAlpha ? data[j + channels - 1]! / 255 : 1
    for (let c = 0; c < 3; c++) out[i + c] = 255 + alpha * (data[j + c * step]! - 255)
  }
  return { width, height, channels: 3, data: new Uint8Array(out.buffer) }
}
