import { expect, it } from 'vitest'
import type { Dataset } from './dataset.ts'
import { subset } from './subset.ts'

const dataset = {
  entries: Array.from({ length: 100 }, (_, object) => ({
    id: String(object),
    image: '',
    annotation: '',
    object,
    area: 1,
  })),
} as unknown as Dataset
const chosen = (count: number, seed: number) =>
  subset(dataset, count, seed).entries.map(({ object }) => object)

it('chooses as many objects as asked, in the order of the dataset, the same for the same seed', () => {
  const some = chosen(20, 1)
  expect(some).toHaveLength(20)
  expect(some).toEqual(some.toSorted((a, b) => a - b))
  expect(chosen(20, 1)).toEqual(some)
  expect(chosen(20, 2)).not.toEqual(some)
})

it('takes all when there are not more', () => {
  expect(chosen(100, 1)).toHaveLength(100)
  expect(chosen(500, 1)).toHaveLength(100)
})
