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
  const plane = out.width * out.height
  const share = 1 / (across * down)
  const pixel = new Float64Array(level.channels)
  for (let v = 0, i = 0; v < out.height; v++)
    for (let u = 0; u < out.width; u++, i++) {
      pixel.fill(0)
      for (let q = 0; q < down; q++) {
        const y = v + (q + 0.5) / down - 0.5
        for (let p = 0; p < across; p++) {
          const x = u + (p + 0.5) / across - 0.5
          addBilinear(level, a * x + b * y + c, d * x + e * y + f, pixel)
        }
      }
      for (let k = 0; k < pixel.length; k++) out.data[k * plane + i] = pixel[k]! * share
    }
}

/** Adds the image's value at a place to `sum`, channel by channel. */
function addBilinear(
  { width, height, channels, data }: Raster<Uint8Array>,
  x: number,
  y: number,
  sum: Float64Array,
) {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const tx = x - left
  const ty = y - top
  const w01 = (1 - ty) * tx
  const w10 = ty * (1 - tx)
  const w11 = ty * tx
  const w00 = 1 - ty - w01
  const i = (top * width + left) * channels
  if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
    const below = i + width * channels
    for (let c = 0; c < channels; c++)
      sum[c]! +=
        w00 * data[i + c]! +
        w01 * data[i + c + channels]! +
        w10 * data[below + c]! +
        w11 * data[below + c + channels]!
    return
  }
  for (const [dx, dy, weight] of [
    [0, 0, w00],
    [1, 0, w01],
    [0, 1, w10],
    [1, 1, w11],
  ] as const) {
    const inside = left + dx >= 0 && left + dx < width && top + dy >= 0 && top + dy < height
    if (inside)
      for (let c = 0; c < channels; c++) sum[c]! += weight * data[i + (dy * width + dx) * channels + c]!
  }
}
