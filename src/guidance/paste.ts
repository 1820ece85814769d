import { boxResampler, type Raster, resize, type Size } from '../image/index.ts'
import { type Frame, grow } from './frame.ts'
import type { Preset } from './preset.ts'

/** Pixels of a part of the photo: the top left one is (x0, y0) there. */
export type Patch<T extends Uint8Array | Float32Array> = Raster<T> & {
  readonly x0: number
  readonly y0: number
}

/**
 * The network's answer on the photo's own pixels, as far as the mask may reach: the box of the clicks with what
 * it may be left by, inside the photo. Empty, with a width or height of 0, when that is nowhere.
 *
 * @param probability  one channel, any resolution, covering the whole frame
 * @param photo        size of the photo
 * @returns            one channel; 0 to 1, or a little beyond where `released` sampling overshoots
 */
export function paste(
  probability: Raster<Float32Array>,
  frame: Frame,
  preset: Preset,
  photo: Size,
): Patch<Float32Array> {
  const region = reachable(frame, preset, photo)
  const data = new Float32Array(region.width * region.height)
  const rowOf = rows(probability, frame, preset, region)
  for (let y = 0; y < region.height; y++) data.set(rowOf(y), y * region.width)
  return { ...region, channels: 1, data }
}

/** The mask there: 1 where the probability is above the threshold, otherwise 0. */
export function pasteMask(
  probability: Raster<Float32Array>,
  frame: Frame,
  preset: Preset,
  photo: Size,
  threshold: number = preset.threshold,
): Patch<Uint8Array> {
  const region = reachable(frame, preset, photo)
  const data = new Uint8Array(region.width * region.height)
  const rowOf = rows(probability, frame, preset, region)
  for (let y = 0, i = 0; y < region.height; y++) {
    const row = rowOf(y)
    for (let x = 0; x < region.width; x++, i++) data[i] = row[x]! > threshold ? 1 : 0
  }
  return { ...region, channels: 1, data }
}

/** The whole pixels of the photo that the mask may reach. */
function reachable(
  { box, object }: Frame,
  { leave }: Preset,
  photo: Size,
): Size & { x0: number; y0: number } {
  const allowed = grow(object, leave)
  const x0 = Math.ceil(Math.max(allowed.x0, box.x0, 0))
  const y0 = Math.ceil(Math.max(allowed.y0, box.y0, 0))
  const x1 = Math.floor(Math.min(allowed.x1, box.x1, photo.width - 1))
  const y1 = Math.floor(Math.min(allowed.y1, box.y1, photo.height - 1))
  return { x0, y0, width: Math.max(0, x1 - x0 + 1), height: Math.max(0, y1 - y0 + 1) }
}

/** Gives the rows of the region one by one; a row is valid until the next is asked for. */
function rows(
  probability: Raster<Float32Array>,
  { box }: Frame,
  { sampling }: Preset,
  region: Size & { x0: number; y0: number },
): (y: number) => Float32Array {
  const width = box.x1 - box.x0 + 1
  const height = box.y1 - box.y0 + 1
  if (sampling === 'released') {
    const whole = resize(probability, { width, height }, 'cubic')
    return y => {
      const start = (region.y0 + y - box.y0) * width + region.x0 - box.x0
      return whole.data.subarray(start, start + region.width)
    }
  }
  const row = new Float32Array(region.width)
  const pixels = {
    x0: region.x0,
    y0: region.y0,
    x1: region.x0 + region.width - 1,
    y1: region.y0 + region.height - 1,
  }
  const rowOf = boxResampler(probability, box, pixels, region, 'repeat')
  return y => {
    rowOf(y, 0, row, 0)
    return row
  }
}
