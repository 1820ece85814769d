import type { Box, Raster, Size } from './geometry.ts'

/**
 * A photo and its halved levels. Pixel i of a level covers pixels 2i and 2i + 1 of the level before, and has
 * the mean of the four below it; what lies outside the photo counts as 0. Levels are made when they are asked
 * for, tile by tile, so a crop costs only its own surroundings.
 */
export type Pyramid = Size & {
  readonly channels: number
  /** Number of levels; the last is one pixel. */
  readonly levels: number
  /**
   * Level n, where 0 is the photo itself; its pixels are filled at least inside `region` (in pixels of that
   * level, the whole level if left out).
   */
  level(n: number, region?: Box): Raster<Uint8Array>
}

const tile = 128

export function pyramid(photo: Raster<Uint8Array>): Pyramid {
  const levels = 1 + Math.ceil(Math.log2(Math.max(photo.width, photo.height)))
  const made: Level[] = [{ raster: photo, filled: new Uint8Array(0), tilesAcross: 0 }]

  const level = (n: number, region?: Box): Raster<Uint8Array> => {
    while (made.length <= n) made.push(emptyLevel(made.at(-1)!.raster))
    const { raster, filled, tilesAcross } = made[n]!
    if (n === 0) return raster
    const { width, height } = raster
    const { x0, y0, x1, y1 } = region ?? { x0: 0, y0: 0, x1: width - 1, y1: height - 1 }
    for (let top = toTile(y0); top <= Math.min(y1, height - 1); top += tile)
      for (let left = toTile(x0); left <= Math.min(x1, width - 1); left += tile) {
        const i = (top / tile) * tilesAcross + left / tile
        if (filled[i]) continue
        filled[i] = 1
        const box = {
          x0: left,
          y0: top,
          x1: Math.min(left + tile, width) - 1,
          y1: Math.min(top + tile, height) - 1,
        }
        const below = { x0: 2 * box.x0, y0: 2 * box.y0, x1: 2 * box.x1 + 1, y1: 2 * box.y1 + 1 }
        halve(level(n - 1, below), raster, box)
      }
    return raster
  }
  return { width: photo.width, height: photo.height, channels: photo.channels, levels, level }
}

type Level = {
  readonly raster: Raster<Uint8Array>
  readonly filled: Uint8Array
  readonly tilesAcross: number
}

function emptyLevel({ width, height, channels }: Raster): Level {
  const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) }
  const tilesAcross = Math.ceil(size.width / tile)
  return {
    raster: { ...size, channels, data: new Uint8Array(size.width * size.height * channels) },
    filled: new Uint8Array(tilesAcross * Math.ceil(size.height / tile)),
    tilesAcross,
  }
}

/** The first pixel of the tile that a pixel lies in, or of the first tile. */
function toTile(x: number): number {
  return Math.max(0, x - (x % tile))
}

/** Fills a box of `out` with means of 2×2 pixels of `source`; what lies beyond an odd edge counts as 0. */
function halve(source: Raster, out: Raster, { x0, y0, x1, y1 }: Box) {
  const { channels, width, height, data } = source
  const halveRow = channels === 3 ? halveColours : halveChannels
  const inside = { x: Math.min(x1, (width >> 1) - 1), y: Math.min(y1, (height >> 1) - 1) }
  for (let y = y0; y <= inside.y; y++) {
    const upper = (2 * y * width + 2 * x0) * channels
    const length = (inside.x + 1 - x0) * channels
    halveRow(
      data,
      upper,
      upper + width * channels,
      out.data,
      (y * out.width + x0) * channels,
      length,
      channels,
    )
  }
  const at = (x: number, y: number, c: number) =>
    x < width && y < height ? data[(y * width + x) * channels + c]! : 0
  for (let y = y0; y <= y1; y++)
    for (let x = y > inside.y ? x0 : inside.x + 1; x <= x1; x++)
      for (let c = 0; c < channels; c++) {
        const [l, t] = [2 * x, 2 * y]
        const sum = at(l, t, c) + at(l + 1, t, c) + at(l, t + 1, c) + at(l + 1, t + 1, c)
        out.data[(y * out.width + x) * channels + c] = (sum + 2) >> 2
      }
}

/** Means of two rows of `data`, which begin at `upper` and `lower`, into `length` values of `out` from `target` on. */
function halveChannels(
  data: Uint8Array,
  upper: number,
  lower: number,
  out: Uint8Array,
  target: number,
  length: number,
  channels: number,
) {
  for (let x = 0; x < length; x += channels)
    for (let c = 0; c < channels; c++) {
      const j = upper + 2 * x + c
      const k = lower + 2 * x + c
      out[target + x + c] = (data[j]! + data[j + channels]! + data[k]! + data[k + channels]! + 2) >> 2
    }
}

/** The same for three channels, in half the time. */
function halveColours(
  data: Uint8Array,
  upper: number,
  lower: number,
  out: Uint8Array,
  target: number,
  length: number,
) {
  for (let i = target, j = upper, k = lower; i < target + length; i += 3, j += 6, k += 6) {
    out[i] = (data[j]! + data[j + 3]! + data[k]! + data[k + 3]! + 2) >> 2
    out[i + 1] = (data[j + 1]! + data[j + 4]! + data[k + 1]! + data[k + 4]! + 2) >> 2
    out[i + 2] = (data[j + 2]! + data[j + 5]! + data[k + 2]! + data[k + 5]! + 2) >> 2
  }
}
