import type { Bitmap } from './bitmap.ts'

/** Stands for the squared distance where there is nothing to measure to. */
const nowhere = 2 ** 32 - 1

/**
 * The squared Euclidean distance from every pixel to the nearest pixel that is 1, exact, in time proportional to the
 * number of pixels.
 *
 * @returns row by row; 2^32 - 1 throughout when no pixel is 1
 * @throws RangeError when a squared distance could reach that
 * @see Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012
 */
export function squaredDistances({ width, height, data }: Bitmap): Uint32Array {
  if (width ** 2 + height ** 2 >= nowhere)
    throw new RangeError(
      `distance: a bitmap of ${width}×${height} is too large, expected a diagonal below 65535`,
    )
  const squares = squaresInColumns(data, width)
  const row = new Float64Array(width)
  const lowest = new Int32Array(width)
  const from = new Float64Array(width)

  // Along a row, the squared distance is the lower envelope of parabolas: one over each column, as high at its lowest
  // point as the squared distance within that column. The k-th that shows is over column lowest[k], left of from[k + 1].
  for (let start = 0; start < squares.length; start += width) {
    let last = -1
    for (let x = 0; x < width; x++) {
      const height = squares[start + x]!
      row[x] = height
      if (height === nowhere) continue
      let meeting = -Infinity
      for (; last >= 0; last--) {
        const other = lowest[last]!
        meeting = (height + x * x - row[other]! - other * other) / (2 * (x - other))
        if (meeting > from[last]!) break
      }
      last++
      lowest[last] = x
      from[last] = last === 0 ? -Infinity : meeting
    }
    for (let x = 0, k = 0; x < width && last >= 0; x++) {
      while (k < last && from[k + 1]! < x) k++
      squares[start + x] = row[lowest[k]!]! + (x - lowest[k]!) ** 2
    }
  }
  return squares
}

/** The squared distance to the nearest 1 in the same column. */
function squaresInColumns(data: Uint8Array, width: number): Uint32Array {
  const distances = new Uint32Array(data.length)
  for (let i = 0; i < data.length; i++) {
    const above = i < width ? nowhere : distances[i - width]!
    distances[i] = data[i] ? 0 : above === nowhere ? nowhere : above + 1
  }
  for (let i = data.length - width - 1; i >= 0; i--)
    if (distances[i + width]! < distances[i]!) distances[i] = distances[i + width]! + 1
  for (let i = 0; i < data.length; i++) if (distances[i] !== nowhere) distances[i] = distances[i]! ** 2
  return distances
}
