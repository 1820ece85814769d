/** A list of positions of pixels that grows; four bytes each. */
export class PositionList {
  #values: Uint32Array<ArrayBuffer>
  #length = 0

  /** @param room  for how many positions before the list has to grow, from 1 */
  constructor(room = 1024) {
    this.#values = new Uint32Array(room)
  }

  get length(): number {
    return this.#length
  }

  push(position: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(2 * this.#length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = position
  }

  /** The positions so far: a view that the next change makes stale. */
  values(): Uint32Array {
    return this.#values.subarray(0, this.#length)
  }

  /** Sorts, and removes every two equal positions. */
  sortAndCancelPairs(): void {
    const sorted = this.values().sort()
    let kept = 0
    for (let k = 0; k < sorted.length; k++) {
      if (kept > 0 && sorted[kept - 1] === sorted[k]) kept--
      else sorted[kept++] = sorted[k]!
    }
    this.#length = kept
  }
}
