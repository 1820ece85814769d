import {
  type Affine,
  type Box,
  boxResampler,
  compose,
  crop,
  identity,
  invert,
  type Point,
  type Pyramid,
  type Raster,
  resize,
  sample,
  toPlanes,
} from '../image/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import type { Clicks } from './clicks.ts'
import { type Frame, frame, inputToPhoto, pointInInput } from './frame.ts'
import { heatmap } from './heatmap.ts'
import type { GuidanceChannel, Preset } from './preset.ts'

/**
 * An earlier answer about the same object: probabilities, or 0 and 1, over a box of the photo, whose edges are as a
 * frame's.
 */
export type Estimate = { readonly probability: Raster<Float32Array | Uint8Array>; readonly box: Box }

export type Guidance = Clicks & { readonly previous?: Estimate }

/** Inputs that a network is given: red, green and blue first. */
export function inputChannels({ channels }: Preset): number {
  return 3 + channels.length
}

/**
 * The network's input for one object: 1 × channels × size × size. Red, green and blue from 0 to 255, black outside
 * the photo; then the preset's channels, from 0 to its peak:
 *
 * - points, include, exclude: a Gaussian at each of these clicks
 * - box: the part of each pixel that the box of the clicks covers
 * - previous: the earlier estimate, 0 outside it or without one
 *
 * @param photo  of three channels, red, green and blue
 * @param guidance  as it is, even if it says little; checkClicks tells whether a person said enough
 * @param view   a map from the photo to the plane in which the clicks lie and the frame is upright, such as a
 *   rotation while training; only with sampling `exact`
 * @throws RangeError when the photo has other than three channels
 */
export function prepare(
  photo: Pyramid,
  guidance: Guidance,
  preset: Preset,
  view: Affine = identity,
): { input: Tensor<'float32'>; frame: Frame } {
  if (photo.channels !== 3)
    throw new RangeError(`prepare: the photo has ${photo.channels} channels, expected 3; toRgb makes them`)
  const place = frame(guidance, preset)
  const { size, channels, sampling } = preset
  const square = { width: size, height: size }
  const input = tensor('float32', [1, inputChannels(preset), size, size])
  const plane = (first: number, count: number) =>
    input.data.subarray(first * size * size, (first + count) * size * size)
  if (sampling === 'released') toPlanes(releasedCrop(photo.level(0), place.box, size), plane(0, 3))
  else sample(photo, compose(invert(view), inputToPhoto(place)), square, plane(0, 3))
  channels.forEach((channel, i) => {
    draw[channel](guidance, place, preset, plane(3 + i, 1))
  })
  return { input, frame: place }
}

/** As the released code cuts and resizes: nearest when every value is 0 or 1, which is meant for masks. */
export function releasedCrop<T extends Uint8Array | Float32Array>(
  image: Raster<T>,
  box: Box,
  size: number,
): Raster<T> {
  const part = crop(image, box)
  const binary = part.data.every(value => value === 0 || value === 1)
  return resize(part, { width: size, height: size }, binary ? 'nearest' : 'cubic')
}

type Draw = (guidance: Guidance, place: Frame, preset: Preset, out: Float32Array) => void

const draw: Record<GuidanceChannel, Draw> = {
  points: ({ points }, place, preset, out) => drawClicks(points, place, preset, out),
  include: ({ include = [] }, place, preset, out) => drawClicks(include, place, preset, out),
  exclude: ({ exclude = [] }, place, preset, out) => drawClicks(exclude, place, preset, out),

  box: (_, { object, box, size }, { peak }, out) => {
    const across = coverage(object.x0 - box.x0, object.x1 - box.x0 + 1, size / (box.x1 - box.x0 + 1), size)
    const down = coverage(object.y0 - box.y0, object.y1 - box.y0 + 1, size / (box.y1 - box.y0 + 1), size)
    for (let y = 0, i = 0; y < size; y++)
      for (let x = 0; x < size; x++, i++) out[i] = peak * across[x]! * down[y]!
  },

  previous: ({ previous }, { box, size }, { peak }, out) => {
    if (!previous) return
    const square = { width: size, height: size }
    const rows = boxResampler(previous.probability, previous.box, box, square, 'zero')
    for (let y = 0; y < size; y++) rows.write(y, 0, out, y * size)
    for (let i = 0; i < out.length; i++) out[i]! *= peak
  },
}

function drawClicks(
  points: readonly Point[],
  place: Frame,
  { sampling, clickWidth, peak, size }: Preset,
  out: Float32Array,
) {
  const inInput = points.map(p => pointInInput(p, place, sampling))
  heatmap(inInput, { width: size, height: size }, clickWidth, peak, out)
}

/** The part of each pixel that lies from `start` to `end`, edges in photo pixels from the input's own edge. */
function coverage(start: number, end: number, scale: number, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) =>
    Math.max(0, Math.min(end * scale, i + 1) - Math.max(start * scale, i)),
  )
}
