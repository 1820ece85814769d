import { random } from '../image/index.ts'

/**
 * Which entry comes k-th in a run: every entry once per epoch, in an order that the seed and the epoch give.
 *
 * @returns a function of k, counted from 0 over the whole run
 */
export function order(count: number, seed: number): (k: number) => number {
  let epoch = -1
  let shuffled: Uint32Array
  return k => {
    const wanted = Math.floor(k / count)
    if (wanted !== epoch) {
      epoch = wanted
      shuffled = shuffle(count, seed, epoch)
    }
    return shuffled[k % count]!
  }
}

/** Fisher and Yates. */
function shuffle(count: number, seed: number, epoch: number): Uint32Array {
  const next = random(seed, epoch, 0x0e)
  const list = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const old = list[i]!
    list[i] = list[j]!
    list[j] = old
  }
  return list
}
