import type { Raster, Size } from './geometry.ts'

export type Interpolation = 'nearest' | 'linear' | 'cubic'

/**
 * An image at another size as OpenCV's resize gives it: pixel centres meet at half pixels, edges are repeated,
 * shrinking is not antialiased. Bytes are computed with weights of 1/2048 and differ from OpenCV by at most 1
 * grey level, in few pixels (OpenCV itself differs between its vector and scalar code).
 *
 * @see OpenCV 4.6, modules/imgproc/src/resize.cpp
 */
export function resize<T extends Uint8Array | Float32Array>(
  image: Raster<T>,
  size: Size,
  interpolation: Interpolation,
): Raster<T> {
  if (image.width === size.width && image.height === size.height)
    return { ...image, data: image.data.slice() as T }
  if (interpolation === 'nearest') return nearest(image, size)
  const bytes = image.data instanceof Uint8Array
  const length = size.width * size.height * image.channels
  // A clamped array rounds half to even and limits to 0..255, as OpenCV does.
  const out = bytes ? new Uint8ClampedArray(length) : new Float32Array(length)
  if (interpolation === 'cubic') cubic(image, size, out)
  else linear(image, size, out)
  const data = bytes ? new Uint8Array(out.buffer as ArrayBuffer) : out
  return { ...size, channels: image.channels, data: data as T }
}

function nearest<T extends Uint8Array | Float32Array>(
  { width, height, channels, data }: Raster<T>,
  size: Size,
): Raster<T> {
  const columns = nearestSources(width, size.width)
  const rows = nearestSources(height, size.height)
  const out = new (data.constructor as new (length: number) => T)(size.width * size.height * channels)
  let i = 0
  for (const y of rows)
    for (const x of columns)
      for (let c = 0; c < channels; c++) out[i++] = data[(y * width + x) * channels + c]!
  return { ...size, channels, data: out }
}

/** Without the half pixel of the other interpolations. */
function nearestSources(source: number, target: number): Int32Array {
  const scale = 1 / (target / source)
  return Int32Array.from({ length: target }, (_, d) => Math.min(Math.floor(d * scale), source - 1))
}

type Taps = { readonly index: Int32Array; readonly weight: Float32Array }

function cubic(image: Raster<Uint8Array | Float32Array>, size: Size, out: Float32Array | Uint8ClampedArray) {
  const bytes = image.data instanceof Uint8Array
  const across = tapsOf(4, image.width, size.width, cubicWeights)
  const down = tapsOf(4, image.height, size.height, cubicWeights)
  if (bytes) {
    for (let i = 0; i < across.weight.length; i++) across.weight[i] = fixedPoint(across.weight[i]!)
    for (let i = 0; i < down.weight.length; i++) down.weight[i] = fixedPoint(down.weight[i]!) * 2 ** -22
  }
  const rowOf = resampledRows(image, across, 4)
  const length = size.width * image.channels
  for (let y = 0, i = 0; y < size.height; y++) {
    const r0 = rowOf(down.index[4 * y]!)
    const r1 = rowOf(down.index[4 * y + 1]!)
    const r2 = rowOf(down.index[4 * y + 2]!)
    const r3 = rowOf(down.index[4 * y + 3]!)
    const w0 = down.weight[4 * y]!
    const w1 = down.weight[4 * y + 1]!
    const w2 = down.weight[4 * y + 2]!
    const w3 = down.weight[4 * y + 3]!
    for (let x = 0; x < length; x++, i++) {
      const lower = Math.fround(Math.fround(r2[x]! * w2) + Math.fround(r3[x]! * w3))
      const upper = Math.fround(Math.fround(r1[x]! * w1) + lower)
      out[i] = Math.fround(Math.fround(r0[x]! * w0) + upper)
    }
  }
}

function linear(image: Raster<Uint8Array | Float32Array>, size: Size, out: Float32Array | Uint8ClampedArray) {
  const bytes = image.data instanceof Uint8Array
  const across = tapsOf(2, image.width, size.width, linearWeights)
  const down = tapsOf(2, image.height, size.height, linearWeights)
  if (bytes) for (const { weight } of [across, down]) weight.set(weight.map(fixedPoint))
  const rowOf = resampledRows(image, across, 2)
  const length = size.width * image.channels
  for (let y = 0, i = 0; y < size.height; y++) {
    const r0 = rowOf(down.index[2 * y]!)
    const r1 = rowOf(down.index[2 * y + 1]!)
    const w0 = down.weight[2 * y]!
    const w1 = down.weight[2 * y + 1]!
    if (bytes)
      for (let x = 0; x < length; x++, i++)
        out[i] = (((w0 * (r0[x]! >> 4)) >> 16) + ((w1 * (r1[x]! >> 4)) >> 16) + 2) >> 2
    else for (let x = 0; x < length; x++, i++) out[i] = Math.fround(r0[x]! * w0) + Math.fround(r1[x]! * w1)
  }
}

/**
 * Gives rows of the image at the new width. The taps of one output row lie in as many neighbouring rows, so
 * that many are kept. With whole-number weights the sums stay below 2^24 and are exact in float32.
 */
function resampledRows(
  { width, channels, data }: Raster<Uint8Array | Float32Array>,
  taps: Taps,
  count: 2 | 4,
): (y: number) => Float32Array {
  const length = (taps.index.length / count) * channels
  const kept = Array.from({ length: count }, () => ({ y: -1, row: new Float32Array(length) }))
  const resampleRow = count === 4 ? cubicRow : linearRow
  return y => {
    const slot = kept[y % count]!
    if (slot.y !== y) resampleRow(data, y * width * channels, channels, taps, slot.row)
    slot.y = y
    return slot.row
  }
}

function cubicRow(
  data: Uint8Array | Float32Array,
  start: number,
  channels: number,
  { index, weight }: Taps,
  row: Float32Array,
) {
  for (let t = 0, i = 0; t < index.length; t += 4) {
    const j0 = start + index[t]! * channels
    const j1 = start + index[t + 1]! * channels
    const j2 = start + index[t + 2]! * channels
    const j3 = start + index[t + 3]! * channels
    const w0 = weight[t]!
    const w1 = weight[t + 1]!
    const w2 = weight[t + 2]!
    const w3 = weight[t + 3]!
    for (let c = 0; c < channels; c++, i++) {
      const first = Math.fround(Math.fround(data[j0 + c]! * w0) + Math.fround(data[j1 + c]! * w1))
      row[i] = Math.fround(first + Math.fround(data[j2 + c]! * w2)) + Math.fround(data[j3 + c]! * w3)
    }
  }
}

function linearRow(
  data: Uint8Array | Float32Array,
  start: number,
  channels: number,
  { index, weight }: Taps,
  row: Float32Array,
) {
  for (let t = 0, i = 0; t < index.length; t += 2) {
    const j0 = start + index[t]! * channels
    const j1 = start + index[t + 1]! * channels
    for (let c = 0; c < channels; c++, i++)
      row[i] = Math.fround(data[j0 + c]! * weight[t]!) + Math.fround(data[j1 + c]! * weight[t + 1]!)
  }
}

function tapsOf(count: 2 | 4, source: number, target: number, weights: (t: number) => number[]): Taps {
  const index = new Int32Array(count * target)
  const weight = new Float32Array(count * target)
  const scale = 1 / (target / source)
  for (let d = 0; d < target; d++) {
    const place = Math.fround((d + 0.5) * scale - 0.5)
    const cell = Math.floor(place)
    weight.set(weights(Math.fround(place - cell)), count * d)
    for (let k = 0; k < count; k++)
      index[count * d + k] = Math.min(Math.max(cell + k + 1 - count / 2, 0), source - 1)
  }
  return { index, weight }
}

/** Weights of the pixels at 0 and 1 for a place t beyond pixel 0. */
function linearWeights(t: number): [number, number] {
  return [1 - t, t]
}

/** Weights of the pixels at -1, 0, 1 and 2 for a place t beyond pixel 0: Keys' cubic with a = -0.75, in float32. */
export function cubicWeights(t: number): [number, number, number, number] {
  const f = Math.fround
  const a = -0.75
  const near = (u: number) => f(f(f(f(f((a + 2) * u) - (a + 3)) * u) * u) + 1)
  const u = f(t + 1)
  const w0 = f(f(f(f(f(f(a * u) - 5 * a) * u) + 8 * a) * u) - 4 * a)
  const w1 = near(t)
  const w2 = near(f(1 - t))
  return [w0, w1, w2, f(f(f(1 - w0) - w1) - w2)]
}

/** In units of 1/2048; the sum of a pixel's weights is not made 1 again. */
function fixedPoint(weight: number): number {
  return roundHalfEven(weight * 2048)
}

export function roundHalfEven(value: number): number {
  const noFraction = 1.5 * 2 ** 52 // a sum of this size has no bits left for a fraction
  return value + noFraction - noFraction
}
