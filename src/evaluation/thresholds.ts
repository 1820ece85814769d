import type { Patch } from '../guidance/index.ts'
import { Mask } from '../mask/index.ts'

/**
 * The IoU that each of several thresholds would give, from the probabilities of one run.
 *
 * @param thresholds  in rising order; a pixel is inside when its probability is above
 * @param ignored     pixels that count neither way (void)
 * @returns one IoU for each threshold
 */
export function iouByThreshold(
  { x, y, width, height, data }: Patch<Float32Array>,
  truth: Mask,
  thresholds: readonly number[],
  ignored: Mask = Mask.empty(truth),
): number[] {
  const counted = truth.difference(ignored)
  if (data.length === 0) return thresholds.map(() => (counted.area === 0 ? 1 : 0))
  const window = { x0: x, y0: y, x1: x + width - 1, y1: y + height - 1 }
  const inside = counted.toBitmap(window).data
  const hidden = ignored.toBitmap(window).data
  // Pixels of the object, and others, by how many thresholds they pass.
  const hits = new Uint32Array(thresholds.length + 1)
  const misses = new Uint32Array(thresholds.length + 1)
  for (let i = 0; i < data.length; i++) {
    if (hidden[i]) continue
    let passed = 0
    while (passed < thresholds.length && data[i]! > thresholds[passed]!) passed++
    if (inside[i]) hits[passed]!++
    else misses[passed]!++
  }
  let [both, beside] = [0, 0]
  return thresholds
    .map((_, k) => {
      both += hits[thresholds.length - k]!
      beside += misses[thresholds.length - k]!
      const union = counted.area + beside
      return union === 0 ? 1 : both / union
    })
    .reverse()
}
