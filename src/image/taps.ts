/**
 * Which pixels of a row make up each pixel of a resampled row: pixel u is the sum of `weight[u * count + k]`
 * times source pixel `first[u] + k`, for k below count.
 */
export type Taps = { readonly count: number; readonly first: Int32Array; readonly weight: Float32Array }

/**
 * Taps for output pixels at the places scale * u + offset of the source. Where pixels of the output are further
 * apart than those of the source, each is the mean of several places, as many as leaves them about one apart;
 * between pixels values are linear.
 *
 * @param length  number of source pixels
 * @param edge    what lies outside the source: zeros, or its outermost pixels again
 */
export function taps(
  target: number,
  scale: number,
  offset: number,
  length: number,
  edge: 'zero' | 'repeat',
): Taps {
  const places = placesPerPixel(scale)
  const step = Math.abs(scale) / places
  const span = step * (places - 1)
  const count = Math.min(length, Math.ceil(span) + 2)
  const first = new Int32Array(target)
  const weight = new Float32Array(target * count)
  for (let u = 0; u < target; u++) {
    const lowest = scale * u + offset - span / 2
    first[u] = Math.min(Math.max(Math.floor(lowest), 0), length - count)
    const add = (pixel: number, share: number) => {
      const inside = Math.min(Math.max(pixel, 0), length - 1)
      if (edge === 'repeat' || inside === pixel) weight[u * count + inside - first[u]!]! += share / places
    }
    for (let p = 0; p < places; p++) {
      const place = lowest + step * p
      const cell = Math.floor(place)
      add(cell, 1 - (place - cell))
      add(cell + 1, place - cell)
    }
  }
  return { count, first, weight }
}

/** How many places are averaged for a pixel that spans `scale` source pixels. */
export function placesPerPixel(scale: number): number {
  return Math.max(1, Math.round(Math.abs(scale)))
}
