/**
 * Spearman's rank correlation of two lists: 1 when one orders as the other does, -1 when it orders the other way
 * round, 0 without relation. Values that tie share the mean of their ranks.
 *
 * @returns NaN when all values of a list are equal
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const middle = (a.length - 1) / 2
  let [both, ofX, ofY] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    both += (x[i]! - middle) * (y[i]! - middle)
    ofX += (x[i]! - middle) ** 2
    ofY += (y[i]! - middle) ** 2
  }
  return both / Math.sqrt(ofX * ofY)
}

/** From 0. */
function ranks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!)
  const result = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let k = from; k < to; k++) result[order[k]!] = (from + to - 1) / 2
    from = to
  }
  return result
}
