/** A stream of numbers from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number

/**
 * The stream that belongs to a list of whole numbers, such as seed, step and index: equal lists give equal
 * streams, lists that differ anywhere give unrelated ones. sfc32, seeded through the mixer of MurmurHash3.
 */
export function random(...seeds: number[]): Random {
  let h = 0x9e3779b9
  for (const seed of seeds) {
    h = mix(h ^ (seed | 0))
    h = mix(h ^ Math.floor(seed / 2 ** 32))
  }
  let a = mix(h + 1)
  let b = mix(h + 2)
  let c = mix(h + 3)
  let counter = 1
  return () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 2 ** 32
  }
}

/** A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller). */
export function normal(next: Random): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

function mix(x: number): number {
  let h = x | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
