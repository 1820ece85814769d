import { type Affine, apply, compose } from './affine.ts'
import type { Box, Raster, Size } from './geometry.ts'
import type { Planes } from './planes.ts'
import type { Pyramid } from './pyramid.ts'
import { resampler } from './resampler.ts'
import { placesPerPixel, taps } from './taps.ts'

/**
 * The photo seen through an affine map, resampled once: bilinear from the pyramid level just finer than the
 * result, averaging several places where one axis of the result is coarser than the level. Outside is 0.
 *
 * A binary mask of values 0 and 255, taken through the same map, gives 255 times the covered part of each pixel.
 *
 * @param map  from pixels of the result to pixels of the photo
 * @param out  receives the planes; height × width for each channel, values 0 to 255
 */
export function sample(
  photo: Pyramid,
  map: Affine,
  { width, height }: Size,
  out: Float32Array = new Float32Array(width * height * photo.channels),
): Planes {
  const [a, b, , d, e] = map
  const finest = Math.min(Math.hypot(a, d), Math.hypot(b, e))
  const n = Math.min(Math.max(Math.floor(Math.log2(finest)), 0), photo.levels - 1)
  const planes = { width, height, channels: photo.channels, data: out }
  const toLevel = compose([2 ** -n, 0, 2 ** (-n - 1) - 0.5, 0, 2 ** -n, 2 ** (-n - 1) - 0.5], map)
  const level = photo.level(n, reach(toLevel, { width, height }))
  if (b === 0 && d === 0) sampleUpright(level, toLevel, planes)
  else sampleTurned(level, toLevel, planes)
  return planes
}

/** The pixels that the corners of the result span, with one more on each side for the interpolation. */
function reach(map: Affine, { width, height }: Size): Box {
  const corners = [-0.5, width - 0.5].flatMap(x => [-0.5, height - 0.5].map(y => apply(map, { x, y })))
  const xs = corners.map(p => p.x)
  const ys = corners.map(p => p.y)
  return {
    x0: Math.floor(Math.min(...xs)) - 1,
    y0: Math.floor(Math.min(...ys)) - 1,
    x1: Math.ceil(Math.max(...xs)) + 1,
    y1: Math.ceil(Math.max(...ys)) + 1,
  }
}

function sampleUpright(level: Raster<Uint8Array>, [a, , c, , e, f]: Affine, out: Planes) {
  const across = taps(out.width, a, c, level.width, 'zero')
  const down = taps(out.height, e, f, level.height, 'zero')
  const rows = resampler(level, across, down)
  for (let v = 0; v < out.height; v++)
    for (let k = 0; k < out.channels; k++) rows.write(v, k, out.data, (k * out.height + v) * out.width)
}

function sampleTurned(level: Raster<Uint8Array>, [a, b, c, d, e, f]: Affine, out: Planes) {
  const across = placesPerPixel(Math.hypot(a, d))
  const down = placesPerPixel(Math.hypot(b, e))
  out.data.fill(0)
  for (let q = 0; q < down; q++)
    for (let p = 0; p < across; p++) {
      const dx = (p + 0.5) / across - 0.5
      const dy = (q + 0.5) / down - 0.5
      addPlaces(level, [a, b, c + a * dx + b * dy, d, e, f + d * dx + e * dy], out, 1 / (across * down))
    }
}

/** Adds `share` of the level's value at the place of each pixel. */
function addPlaces(
  { width, height, channels, data }: Raster<Uint8Array>,
  [a, b, c, d, e, f]: Affine,
  out: Planes,
  share: number,
) {
  const plane = out.width * out.height
  const stride = width * channels
  for (let v = 0, i = 0; v < out.height; v++)
    for (let u = 0; u < out.width; u++, i++) {
      const x = a * u + b * v + c
      const y = d * u + e * v + f
      const left = Math.floor(x)
      const top = Math.floor(y)
      if (left < -1 || top < -1 || left >= width || top >= height) continue
      const tx = x - left
      const ty = (y - top) * share
      const sy = share - ty
      // At the rim some of the four pixels are outside: they weigh nothing, and any pixel is read for them.
      const inLeft = left >= 0
      const inRight = left + 1 < width
      const inTop = top >= 0
      const inBottom = top + 1 < height
      const w00 = inLeft && inTop ? (1 - tx) * sy : 0
      const w01 = inRight && inTop ? tx * sy : 0
      const w10 = inLeft && inBottom ? (1 - tx) * ty : 0
      const w11 = inRight && inBottom ? tx * ty : 0
      const upper = inTop ? top * stride : 0
      const lower = inBottom ? (top + 1) * stride : 0
      const l = inLeft ? left * channels : 0
      const r = inRight ? (left + 1) * channels : 0
      for (let k = 0, o = i; k < channels; k++, o += plane)
        out.data[o]! +=
          w00 * data[upper + l + k]! +
          w01 * data[upper + r + k]! +
          w10 * data[lower + l + k]! +
          w11 * data[lower + r + k]!
    }
}
