import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import type { ObjectResult } from './evaluate.ts'
import { averageOver, deviationOf, meanIouByThreshold, sizeOf, summarise } from './summary.ts'

const mask = Mask.empty({ width: 1, height: 1 })

function result(iou: number, more: Partial<ObjectResult> & { part?: string } = {}): ObjectResult {
  const { part, ...rest } = more
  return {
    entry: { id: '', image: '', annotation: '', object: 1, area: 1, ...(part !== undefined && { part }) },
    clicks: { points: [] },
    prediction: mask,
    area: 5000,
    iou,
    boundaryF: iou,
    distance95: 1 / iou,
    seconds: 0.1,
    ...rest,
  }
}

it('averages over objects', () => {
  expect(summarise([0.4, 0.6, 0.75, 0.9, 1].map(iou => result(iou)))).toMatchObject({
    objects: 5,
    iou: 0.73,
    under80: 0.6,
    recall50: 0.8,
    recall70: 0.6,
    quantiles: [0.4, 0.6, 0.75],
    distance95: 1 / 0.75,
    seconds: 0.1,
  })
})

it('averages over the means of sequences, as DAVIS does', () => {
  const frames = [
    result(0.9, { part: 'bear' }),
    result(0.9, { part: 'bear' }),
    result(0.9, { part: 'bear' }),
    result(0.5, { part: 'kite' }),
  ]
  expect(summarise(frames, 'parts').iou).toBeCloseTo(0.7, 12)
  expect(summarise(frames, 'objects').iou).toBeCloseTo(0.8, 12)
})

it('keeps its median distance where objects were missed altogether', () => {
  expect(summarise([result(0), result(0.5), result(0.5)]).distance95).toBe(2)
  expect(summarise([result(0), result(0)]).distance95).toBeNull()
})

it('refuses no results', () => {
  expect(() => summarise([])).toThrow('summary: no results, expected one or more')
})

it('knows the sizes of COCO', () => {
  expect([1023, 1024, 9215, 9216].map(area => sizeOf({ area }))).toEqual([
    'small',
    'medium',
    'medium',
    'large',
  ])
})

it('averages each threshold over the results that compared thresholds', () => {
  const results = [result(1, { iouAt: [0.2, 0.4] }), result(1), result(1, { iouAt: [0.4, 0.8] })]
  const [low, high] = meanIouByThreshold(results, [0.3, 0.6])
  expect(low).toBeCloseTo(0.3, 12)
  expect(high).toBeCloseTo(0.6, 12)
})

it('averages thresholds over sequences too', () => {
  const results = [
    result(1, { iouAt: [0.9], part: 'bear' }),
    result(1, { iouAt: [0.9], part: 'bear' }),
    result(1, { iouAt: [0.6], part: 'kite' }),
  ]
  expect(meanIouByThreshold(results, [0.5], 'parts')[0]).toBeCloseTo(0.75, 12)
})

it('averages any measure over parts, what belongs to none being one more', () => {
  const frames = [result(0.9, { part: 'bear' }), result(0.5), result(0.3)]
  expect(averageOver.parts(frames, ({ iou }) => iou)).toBeCloseTo(0.65, 12)
})

it('tells how far values lie from their mean', () => {
  expect(deviationOf([0.5, 0.7])).toBeCloseTo(0.1, 12)
})
