import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import type { ObjectResult } from './evaluate.ts'
import { clickingReport, report, thresholdReport } from './report.ts'

function result(iou: number, area: number, name: string, draw = 0): ObjectResult {
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
    clicking: 'points',
    draw,
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

it('tells how all objects came out, and those of each size and class', () => {
  expect(report(results)).toBe(`\
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
  expect(thresholdReport(results, [0.4, 0.6])).toBe(`\
threshold    IoU
0.4        0.367
0.6        0.733  best
`)
})

it('tells how far the score depends on the hand', () => {
  expect(clickingReport([result(0.8, 500, 'bear', 0), result(0.6, 500, 'bear', 1)])).toBe(`\
clicks  draws    IoU
points      2  0.700  ± 0.100
`)
})
