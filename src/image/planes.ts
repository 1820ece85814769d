import type { Raster, Size } from './geometry.ts'

/** Pixels channel by channel, as networks take them: element (c * height + y) * width + x. */
export type Planes = Size & { readonly channels: number; readonly data: Float32Array }

export function toPlanes(
  { width, height, channels, data }: Raster<Uint8Array | Float32Array>,
  out: Float32Array = new Float32Array(data.length),
): Planes {
  for (let c = 0, i = 0; c < channels; c++)
    for (let j = c; j < data.length; j += channels) out[i++] = data[j]!
  return { width, height, channels, data: out }
}

/** Values are rounded and limited to 0..255. */
export function toRaster({ width, height, channels, data }: Planes): Raster<Uint8Array> {
  const out = new Uint8ClampedArray(data.length)
  for (let c = 0, i = 0; c < channels; c++)
    for (let j = c; j < data.length; j += channels) out[j] = data[i++]!
  return { width, height, channels, data: new Uint8Array(out.buffer) }
}
