import type { Bitmap } from './bitmap.ts'

/** More than any distance; a column without a 1 has it, or a little more. */
const far = 2 ** 30

/**
 * The squared Euclidean distance from every pixel to the nearest pixel that is 1, exact, in time proportional to the
 * number of pixels.
 *
 * @returns row by row; 2^32 - 1 throughout when no pixel is 1
 * @throws RangeError when a squared distance could reach that
 * @see Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012
 */
export function squaredDistances({ width, height, data }: Bitmap): Uint32Array {
  if (width ** 2 + height ** 2 >= 2 ** 32 - 1)
    throw new RangeError(
      `distance: a bitmap of ${width}×${height} is too large, expected a diagonal below 65,536 pixels`,
    )
  const inColumn = distancesInColumns(data, width)
  const squares = new Uint32Array(data.length).fill(2 ** 32 - 1)
  const lowest = new Int32Array(width)
  const from = new Float64Array(width)

  // Along a row, the squared distance is the lower envelope of parabolas: one over each column, whose lowest point is
  // as high as the squared distance within that column. The k-th that shows lies over column lowest[k], and shows
  // from from[k] on.
  for (let start = 0; start < data.length; start += width) {
    let last = -1
    for (let x = 0; x < width; x++) {
      const own = inColumn[start + x]!
      if (own >= far) continue
      let meeting = -Infinity
      for (; last >= 0; last--) {
        const other = lowest[last]!
        meeting = (own ** 2 + x ** 2 - inColumn[start + other]! ** 2 - other ** 2) / (2 * (x - other))
        if (meeting > from[last]!) break
      }
      last++
      lowest[last] = x
      from[last] = last === 0 ? -Infinity : meeting
    }
    for (let x = 0, k = 0; x < width && last >= 0; x++) {
      while (k < last && from[k + 1]! < x) k++
      squares[start + x] = inColumn[start + lowest[k]!]! ** 2 + (x - lowest[k]!) ** 2
    }
  }
  return squares
}

/** The distance to the nearest 1 in the same column. */
function distancesInColumns(data: Uint8Array, width: number): Int32Array {
  const distances = new Int32Array(data.length)
  for (let x = 0; x < width; x++) distances[x] = data[x] ? 0 : far
  for (let i = width; i < data.length; i++) distances[i] = data[i] ? 0 : distances[i - width]! + 1
  for (let i = data.length - width - 1; i >= 0; i--)
    distances[i] = Math.min(distances[i]!, distances[i + width]! + 1)
  return distances
}
