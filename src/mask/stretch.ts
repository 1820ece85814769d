/**
 * A probability map as the released evaluation code saves it before it thresholds: bytes, stretched so that the
 * map's own minimum becomes 0 and its maximum 255. Its threshold of 0.8 therefore means byte > 204, which is 80 % of
 * the way from minimum to maximum. A map of one value becomes 0.
 *
 * @see bytescale of SciPy before 1.2, which the code calls
 */
export function stretchToBytes(probability: ArrayLike<number>): Uint8Array {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < probability.length; i++) {
    low = Math.min(low, probability[i]!)
    high = Math.max(high, probability[i]!)
  }
  const scale = high > low ? 255 / (high - low) : 0
  return Uint8Array.from(probability, value => Math.floor((value - low) * scale + 0.5))
}
