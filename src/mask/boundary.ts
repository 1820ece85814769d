import type { Box } from '../image/index.ts'
import type { Bitmap } from './bitmap.ts'
import { difference } from './boolean.ts'
import { squaredDistances } from './distance.ts'
import { boundingBox, checkSameSize, decode, type Rle } from './rle.ts'

/**
 * Boundary F-measure of DAVIS: the harmonic mean of precision, the share of the predicted boundary that is near the
 * true one, and recall, the share of the true boundary that is near the predicted one.
 *
 * @param ignored    pixels taken out of both masks first (void)
 * @param threshold  how near: from 1 on in pixels, below 1 as a share of the photo's diagonal, rounded up
 * @returns 0 to 1; 1 when neither mask has a boundary, 0 when only one has
 * @throws RangeError when the sizes differ
 * @see f_measure in the DAVIS 2017 evaluation toolkit
 */
export function boundaryF(prediction: Rle, truth: Rle, ignored?: Rle, threshold = 0.008): number {
  const [predicted, real] = sharedWindow(prediction, truth, ignored).map(boundaryMap) as [Bitmap, Bitmap]
  const radius = threshold >= 1 ? threshold : Math.ceil(threshold * Math.hypot(truth.width, truth.height))
  const precision = shareWithin(radius, predicted, real)
  const recall = shareWithin(radius, real, predicted)
  if (precision === undefined && recall === undefined) return 1
  if (!precision || !recall) return 0
  return (2 * precision * recall) / (precision + recall)
}

/**
 * How far the boundaries of two masks are apart, in pixels: from every pixel on the rim of one mask the distance to the
 * nearest pixel on the rim of the other, and the other way round. Sorted.
 *
 * @param ignored  pixels taken out of both masks first (void)
 * @throws RangeError when the sizes differ
 */
export function boundaryDistances(
  prediction: Rle,
  truth: Rle,
  ignored?: Rle,
): [there: Float64Array, back: Float64Array] {
  const [predicted, real] = sharedWindow(prediction, truth, ignored).map(rim) as [Bitmap, Bitmap]
  return [distancesBetween(predicted, real), distancesBetween(real, predicted)]
}

/**
 * The same in two figures.
 *
 * @param ignored  pixels taken out of both masks first (void)
 * @returns mean: over all pixels of both rims; percentile95: the larger one of the two directions. Both are 0 when
 *   both masks are empty, and Infinity when one is
 * @throws RangeError when the sizes differ
 */
export function boundaryDistance(
  prediction: Rle,
  truth: Rle,
  ignored?: Rle,
): { mean: number; percentile95: number } {
  const [there, back] = boundaryDistances(prediction, truth, ignored)
  if (there.length === 0 && back.length === 0) return { mean: 0, percentile95: 0 }
  if (there.length === 0 || back.length === 0) return { mean: Infinity, percentile95: Infinity }
  const sum = [there, back].reduce((total, list) => total + list.reduce((a, b) => a + b, 0), 0)
  return {
    mean: sum / (there.length + back.length),
    percentile95: Math.max(percentile(there, 0.95), percentile(back, 0.95)),
  }
}

/**
 * The pixels that differ from their right, lower or lower right neighbour. So the line lies half a pixel towards the
 * first corner; the last row looks to the right only, the last column downwards only.
 */
export function boundaryMap({ width, height, data }: Bitmap): Bitmap {
  const map = new Uint8Array(data.length)
  for (let y = 0, i = 0; y < height; y++) {
    const below = y < height - 1 ? width : 0
    for (let x = 0; x < width; x++, i++) {
      const right = x < width - 1 ? 1 : 0
      const own = data[i]
      if (own !== data[i + right] || own !== data[i + below] || own !== data[i + below + right]) map[i] = 1
    }
  }
  return { width, height, data: map }
}

/** The pixels inside that have a side in common with the outside; beyond the bitmap is outside. */
export function rim({ width, height, data }: Bitmap): Bitmap {
  const map = new Uint8Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (data[i]) {
        const enclosed =
          x > 0 &&
          x < width - 1 &&
          y > 0 &&
          y < height - 1 &&
          data[i - 1] &&
          data[i + 1] &&
          data[i - width] &&
          data[i + width]
        if (!enclosed) map[i] = 1
      }
  return { width, height, data: map }
}

/** Both masks inside the smallest box around the two, one pixel larger where the photo goes on. */
function sharedWindow(prediction: Rle, truth: Rle, ignored: Rle | undefined): [Bitmap, Bitmap] {
  checkSameSize(prediction, truth)
  const masks = ignored ? [prediction, truth].map(mask => difference(mask, ignored)) : [prediction, truth]
  const boxes = masks.map(boundingBox).filter(box => box !== undefined)
  const window: Box =
    boxes.length === 0
      ? { x0: 0, y0: 0, x1: 0, y1: 0 }
      : {
          x0: Math.max(0, Math.min(...boxes.map(box => box.x0)) - 1),
          y0: Math.max(0, Math.min(...boxes.map(box => box.y0)) - 1),
          x1: Math.min(truth.width - 1, Math.max(...boxes.map(box => box.x1)) + 1),
          y1: Math.min(truth.height - 1, Math.max(...boxes.map(box => box.y1)) + 1),
        }
  return masks.map(mask => decode(mask, window)) as unknown as [Bitmap, Bitmap]
}

/** Which share of the pixels of one map lies within the radius of a pixel of the other; undefined without pixels. */
function shareWithin(radius: number, of: Bitmap, to: Bitmap): number | undefined {
  const squares = squaredDistances(to)
  let [near, all] = [0, 0]
  for (let i = 0; i < of.data.length; i++)
    if (of.data[i]) {
      all++
      if (squares[i]! <= radius ** 2) near++
    }
  return all === 0 ? undefined : near / all
}

/** From every pixel of one map to the nearest of the other, sorted. */
function distancesBetween(from: Bitmap, to: Bitmap): Float64Array {
  const squares = squaredDistances(to)
  const distances: number[] = []
  for (let i = 0; i < squares.length; i++) if (from.data[i]) distances.push(Math.sqrt(squares[i]!))
  return Float64Array.from(distances).sort()
}

/** Interpolated between the two nearest, as numpy does. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  const above = sorted[Math.ceil(place)]!
  return below + (above - below) * (place - Math.floor(place))
}
