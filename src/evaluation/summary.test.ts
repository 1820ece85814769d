import { expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import type { ObjectResult } from './evaluate.ts'
import { meanIouByThreshold, sizeOf, spreadOverDraws, summarise } from './summary.ts'

const mask = Mask.empty({ width: 1, height: 1 })

function result(iou: number, more: Partial<ObjectResult> & { part?: string } = {}): ObjectResult {
  const { part, ...rest } = more
  return {
    entry: { id: '', image: '', annotation: '', object: 1, area: 1, ...(part !== undefined && { part }) },
    clicking: 'points',
    draw: 0,
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
  expect(summarise([result(0, {}), result(0.5), result(0.5)]).distance95).toBe(2)
})

it('counts an object once however often it was clicked', () => {
  const { entry, ...rest } = result(0.5)
  expect(summarise([0, 1, 2].map(draw => ({ ...rest, entry, draw }))).objects).toBe(1)
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

it('tells how far the mean differs from draw to draw', () => {
  const results = [
    result(0.4, { draw: 0 }),
    result(0.6, { draw: 0 }),
    result(0.6, { draw: 1 }),
    result(0.8, { draw: 1 }),
  ]
  const { mean, deviation } = spreadOverDraws(results)
  expect(mean).toBeCloseTo(0.6, 12)
  expect(deviation).toBeCloseTo(0.1, 12)
})
