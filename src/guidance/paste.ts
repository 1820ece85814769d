import { type Box, boxResampler, crop, type Point, type Raster, resize, type Size } from '../image/index.ts'
import { type Frame, grow } from './frame.ts'
import type { Preset } from './preset.ts'

/** Pixels of a part of the photo; x and y are the photo's column and row of the first. */
export type Patch<T extends Uint8Array | Float32Array> = Raster<T> & Point

/**
 * The network's answer on the photo's own pixels, as far as the mask may reach: the box of the clicks with what
 * it may be left by, inside the photo. Of width and height 0 when that is nowhere.
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
  const { box, width, height } = reachable(frame, preset, photo)
  const place = { x: box.x0, y: box.y0, width, height, channels: 1 }
  if (preset.sampling === 'released') return { ...place, data: releasedPaste(probability, frame, box) }
  const data = new Float32Array(width * height)
  if (data.length > 0) {
    const rows = boxResampler(probability, frame.box, box, place, 'repeat')
    for (let y = 0; y < height; y++) rows.write(y, 0, data, y * width)
  }
  return { ...place, data }
}

/** The mask there: 1 where the probability is above the threshold, otherwise 0. */
export function pasteMask(
  probability: Raster<Float32Array>,
  frame: Frame,
  preset: Preset,
  photo: Size,
  threshold: number = preset.threshold,
): Patch<Uint8Array> {
  const { box, width, height } = reachable(frame, preset, photo)
  const place = { x: box.x0, y: box.y0, width, height, channels: 1 }
  const data = new Uint8Array(width * height)
  if (preset.sampling === 'released') {
    const pasted = releasedPaste(probability, frame, box)
    for (let i = 0; i < data.length; i++) data[i] = pasted[i]! > threshold ? 1 : 0
    return { ...place, data }
  }
  if (data.length > 0) {
    const rows = boxResampler(probability, frame.box, box, place, 'repeat')
    for (let y = 0; y < height; y++) rows.mark(y, threshold, data, y * width)
  }
  return { ...place, data }
}

/** The whole pixels of the photo that the mask may reach. */
function reachable({ box, object }: Frame, { leave }: Preset, photo: Size): Size & { box: Box } {
  const allowed = grow(object, leave)
  const x0 = Math.ceil(Math.max(allowed.x0, box.x0, 0))
  const y0 = Math.ceil(Math.max(allowed.y0, box.y0, 0))
  const x1 = Math.floor(Math.min(allowed.x1, box.x1, photo.width - 1))
  const y1 = Math.floor(Math.min(allowed.y1, box.y1, photo.height - 1))
  const width = Math.max(0, x1 - x0 + 1)
  const height = Math.max(0, y1 - y0 + 1)
  return { box: { x0, y0, x1: x0 + width - 1, y1: y0 + height - 1 }, width, height }
}

/** As the released code: the answer is resized to the whole crop, and the part that may be reached is kept. */
function releasedPaste(probability: Raster<Float32Array>, { box }: Frame, part: Box): Float32Array {
  const size = { width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1 }
  const { x0, y0, x1, y1 } = part
  const inCrop = { x0: x0 - box.x0, y0: y0 - box.y0, x1: x1 - box.x0, y1: y1 - box.y0 }
  return crop(resize(probability, size, 'cubic'), inCrop).data
}
