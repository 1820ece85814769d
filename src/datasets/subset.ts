import { random } from '../image/index.ts'
import type { Dataset } from './dataset.ts'

/**
 * A choice of `count` objects that the seed gives, in the order of the dataset; all of them when there are
 * not more.
 */
export function subset(dataset: Dataset, count: number, seed: number): Dataset {
  const next = random(seed)
  const ranks = dataset.entries.map(() => next())
  const last = ranks.toSorted((a, b) => a - b)[count] ?? 1
  return { ...dataset, entries: dataset.entries.filter((_, i) => ranks[i]! < last) }
}
