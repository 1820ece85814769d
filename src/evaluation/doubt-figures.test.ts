import { expect, it } from 'vitest'
import { doubtFigures } from './doubt-figures.ts'

const results = [0.95, 0.9, 0.9, 0.85, 0.85, 0.9, 0.7, 0.9, 0.5, 0.3].map((iou, i) => ({
  iou,
  doubt: i / 10,
}))

it('tells what is left when the most doubtful are put aside', () => {
  const { objects, kept, found } = doubtFigures(results)
  expect(objects).toBe(10)
  expect(kept[0]).toMatchObject({ putAside: 0, under80: 0.3 })
  expect(kept.find(({ putAside }) => putAside === 0.2)).toMatchObject({ under80: 1 / 8 })
  expect(kept.at(-1)!.iou).toBeCloseTo(0.89, 12)
  expect(found).toBeCloseTo(2 / 3, 12)
})

it('correlates with the IoU: 1 when doubt falls wherever IoU rises', () => {
  expect(doubtFigures([0.2, 0.4, 0.9].map(iou => ({ iou, doubt: 1 - iou }))).correlation).toBeCloseTo(1, 12)
})

it('does not say how many poor masks it found where there are none', () => {
  expect(doubtFigures([0.9, 0.95].map(iou => ({ iou, doubt: 0 })))).not.toHaveProperty('found')
})

it('refuses a single result', () => {
  expect(() => doubtFigures([{ iou: 1, doubt: 0 }])).toThrow('doubt: 1 results, expected two or more')
})
