import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import type { ObjectResult } from './evaluate.ts'
import { type DatasetFigures, figuresOf } from './figures.ts'
import { overviewTable, reportTables } from './report.ts'
import { plainTable } from './table.ts'

function result(iou: number, area: number, name: string): ObjectResult {
  return {
    entry: {
      id: `${name}${iou}`,
      image: '',
      annotation: '',
      object: 1,
      area,
      class: name,
      set: 'zoo',
      part: 'day',
    },
    clicks: { points: [] },
    prediction: Mask.empty({ width: 1, height: 1 }),
    area,
    iou,
    boundaryF: 0.5,
    distance95: 3.25,
    seconds: 0.12,
    iouAt: [iou / 2, iou],
  }
}

const results = [result(0.9, 500, 'bear'), result(0.7, 20_000, 'ape'), result(0.6, 30_000, 'ape')]
const options = { name: 'zoo', clicking: { kind: 'points', jitter: 0 }, mean: 'objects' } as const

const textOf = (figures: DatasetFigures) => reportTables(figures).map(plainTable).join('\n')

it('tells how all objects came out, and those of each size and class', () => {
  expect(textOf(figuresOf(results, options))).toBe(`\
     objects    IoU      F  < 0.8  ≥ 0.5  ≥ 0.7    5 %   25 %   50 %  95 % px   ms
all        3  0.733  0.500   67 %  100 %   67 %  0.600  0.600  0.700      3.3  120

by size  objects    IoU      F  < 0.8  ≥ 0.5  ≥ 0.7    5 %   25 %   50 %  95 % px   ms
small          1  0.900  0.500    0 %  100 %  100 %  0.900  0.900  0.900      3.3  120
large          2  0.650  0.500  100 %  100 %   50 %  0.600  0.600  0.600      3.3  120

by class, worst first  objects    IoU      F  < 0.8  ≥ 0.5  ≥ 0.7    5 %   25 %   50 %  95 % px   ms
ape                          2  0.650  0.500  100 %  100 %   50 %  0.600  0.600  0.600      3.3  120
bear                         1  0.900  0.500    0 %  100 %  100 %  0.900  0.900  0.900      3.3  120
`)
})

it('marks the best threshold', () => {
  expect(textOf(figuresOf(results, { ...options, thresholds: [0.4, 0.6] }))).toContain(`\
threshold    IoU
0.4        0.367
0.6        0.733  best
`)
})

it('tells what the studies found', () => {
  const text = textOf({
    ...figuresOf(results, options),
    jitter: [
      { share: 0, draws: 1, iou: 0.9, deviation: 0 },
      { share: 0.02, draws: 10, iou: 0.885, deviation: 0.004 },
    ],
    furtherPoints: { ious: [0.8, 0.85], hard: { objects: 3, ious: [0.5, 0.62] } },
    corrections: {
      accumulate: true,
      ious: [0.8, 0.9],
      obedience: [{ objects: 3, clicked: 1, around: 0.985, earlier: 1 }],
      clicked: 1,
      poor: { objects: 0, ious: [] },
      worse: [{ id: 'ape', click: 1, before: 0.9, after: 0.7 }],
    },
  })
  expect(text).toMatch(/by 2 % +10 +0\.885 +± 0\.004 +1\.5\n/)
  expect(text).toMatch(/3 hard objects +gain\n4 +0\.800 +0\.500\n5 +0\.850 +\+5\.0 +0\.620 +\+12\.0\n/)
  expect(text).toMatch(/\n1 +0\.900 +\+10\.0 +100\.0 % +98\.5 % +100\.0 % +3\n/)
  expect(text).toMatch(/ape +1 +0\.900 +0\.700\n/)
})

it('has a line for each dataset, which says whether parts count alike', () => {
  const table = overviewTable([
    figuresOf(results, options),
    figuresOf(results, { ...options, name: 'walks', mean: 'parts' }),
  ])
  expect(table.rows.map(row => row.slice(0, 3))).toEqual([
    ['zoo', '3', '0.733'],
    ['walks, mean of parts', '3', '0.733'],
  ])
})
