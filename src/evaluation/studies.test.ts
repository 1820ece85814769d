import { expect, it } from 'vitest'
import type { Dataset } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { Mask } from '../mask/index.ts'
import { correctionsFigures, correctionsStudy } from './corrections.ts'
import { furtherPointsFigures, furtherPointsStudy } from './further-points.ts'
import { jitterFigures, jitterStudy } from './jitter.ts'
import type { Predict } from './predict.ts'
import { averageOver } from './summary.ts'

const size = { width: 30, height: 20 }
const photo = { ...size, channels: 3, data: new Uint8Array(1800) }
const average = averageOver.objects

/** 1 in columns x0 to x1 of rows 4 to 15. */
const bar = (x0: number, x1: number) =>
  Uint8Array.from({ length: 600 }, (_, i) => {
    const [x, y] = [i % 30, Math.floor(i / 30)]
    return x >= x0 && x <= x1 && y >= 4 && y <= 15 ? 1 : 0
  })
const truth = Mask.fromBitmap({ ...size, data: bar(5, 24) })

const bars: Dataset = {
  name: 'bars',
  entries: [{ id: 'bar', image: 'a.jpg', annotation: 'a.png', object: 1, area: 240 }],
  annotatedSize: async () => size,
  read: async () => ({ photo, mask: { ...size, channels: 1, data: bar(5, 24).map(value => 255 * value) } }),
}

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const result of results) list.push(result)
  return list
}

/** Fills the columns that the points span. */
const spanning: Predict = async (_, { points }: Clicks) => {
  const xs = points.map(({ x }) => Math.round(x))
  return Mask.fromBitmap({ ...size, data: bar(Math.min(...xs), Math.max(...xs)) })
}

it('clicks once where nothing misses, and as often as wanted where clicks do', async () => {
  const options = { shares: [0, 0.1], draws: 3, seed: 1 }
  const results = await all(jitterStudy(bars, spanning, options))
  expect(results.map(({ share, draw }) => [share, draw])).toEqual([
    [0, 0],
    [0.1, 0],
    [0.1, 1],
    [0.1, 2],
  ])
  const [still, moved] = jitterFigures(results, average)
  expect(still).toEqual({ share: 0, draws: 1, iou: 1, deviation: 0 })
  expect(moved!.draws).toBe(3)
  expect(moved!.iou).toBeLessThan(1)
  expect(moved!.deviation).toBeGreaterThan(0)
  expect(await all(jitterStudy(bars, spanning, options))).toEqual(results)
})

it('sets each further point on the outline, where the largest error is nearest', async () => {
  const asked: Clicks[] = []
  /** Misses the right half until there is a fifth point. */
  const hesitant: Predict = async (_, clicks) => {
    asked.push(clicks)
    return Mask.fromBitmap({ ...size, data: bar(5, clicks.points.length > 4 ? 24 : 14) })
  }
  const results = await all(furtherPointsStudy(bars, hesitant, 6))
  expect(asked).toHaveLength(2) // nothing was left to say about the second answer
  expect(asked[1]!.points[4]).toEqual({ x: 19, y: 4 })
  expect(results[0]!.ious).toEqual([0.5, 1, 1])
  expect(furtherPointsFigures(results, average)).toEqual({
    ious: [0.5, 1, 1],
    hard: { objects: 1, ious: [0.5, 1, 1] },
  })
})

/** Misses the right half and leaks to the left; does what the first click says, and forgets it with the second. */
function forgetful(asked: Clicks[]): Predict {
  return async (_, clicks) => {
    asked.push(clicks)
    const { include = [], exclude = [] } = clicks
    const isIncluded = include.length > 0 && exclude.length === 0
    return Mask.fromBitmap({ ...size, data: bar(exclude.length > 0 ? 5 : 0, isIncluded ? 24 : 14) })
  }
}

it('includes what was missed and excludes what leaks, and sees whether that is obeyed', async () => {
  const asked: Clicks[] = []
  const results = await all(correctionsStudy(bars, forgetful(asked), { clicks: 2, accumulate: true }))
  expect(asked[1]!.include).toEqual([{ x: 19, y: 8 }])
  expect(asked[2]).toMatchObject({ include: asked[1]!.include, exclude: [{ x: 2, y: 6 }] })
  expect(results[0]!.obedience).toEqual([
    { clicked: true, around: 1, earlier: true },
    { clicked: true, around: 1, earlier: false },
  ])
  const figures = correctionsFigures(results, true, average)
  expect(figures.ious).toEqual([120 / 300, 240 / 300, 120 / 240])
  expect(figures.obedience[1]).toEqual({ objects: 1, clicked: 1, around: 1, earlier: 0 })
  expect(figures.poor).toEqual({ objects: 1, ious: figures.ious })
  expect(figures.worse).toEqual([{ id: 'bar', click: 2, before: 0.8, after: 0.5 }])
})

it('gives only the newest click when clicks do not accumulate, and always the answer that it is about', async () => {
  const asked: Clicks[] = []
  const before: (Mask | undefined)[] = []
  const predict = forgetful(asked)
  const answers: Mask[] = []
  const watched: Predict = async (picture, clicks, previous) => {
    before.push(previous)
    const answer = await predict(picture, clicks)
    answers.push(answer)
    return answer
  }
  await all(correctionsStudy(bars, watched, { clicks: 2, accumulate: false }))
  expect(asked[2]).not.toHaveProperty('include')
  expect(before).toEqual([undefined, answers[0], answers[1]])
})

it('says how far an answer falls short of a click', async () => {
  const stubborn: Predict = async () => Mask.fromBitmap({ ...size, data: bar(5, 14) })
  const results = await all(correctionsStudy(bars, stubborn, { clicks: 1, accumulate: true }))
  expect(results[0]!.obedience).toEqual([{ clicked: false, around: 0, earlier: true }])
})

it('asks nothing more about a mask that is right', async () => {
  const right: Predict = async () => truth
  const results = await all(correctionsStudy(bars, right, { clicks: 3, accumulate: true }))
  expect(results).toMatchObject([{ ious: [1, 1, 1, 1], obedience: [] }])
  expect(correctionsFigures(results, true, average)).toMatchObject({ obedience: [], worse: [] })
})
