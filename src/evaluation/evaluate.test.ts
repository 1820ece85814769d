import { parse } from 'valibot'
import { expect, it } from 'vitest'
import type { Dataset, Entry } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { Mask } from '../mask/index.ts'
import { evaluate, type ObjectResult } from './evaluate.ts'
import type { Predict } from './predict.ts'
import { clickingSchema } from './simulated-clicks.ts'

const size = { width: 20, height: 12 }
const photo = { ...size, channels: 3, data: new Uint8Array(720) }

/** 1 in columns x0 to x1 of rows 2 to 9. */
function bar(x0: number, x1: number, value: number): Uint8Array {
  return Uint8Array.from({ length: 240 }, (_, i) => {
    const [x, y] = [i % 20, Math.floor(i / 20)]
    return x >= x0 && x <= x1 && y >= 2 && y <= 9 ? value : 0
  })
}

const entries: Entry[] = [
  { id: 'left', image: 'a.jpg', annotation: 'a.png', object: 1, area: 32 },
  { id: 'right', image: 'a.jpg', annotation: 'a.png', object: 2, area: 64, class: 'bar' },
]

/** Two bars, of columns 1 to 4 and 8 to 15; the last two columns of the second count neither way. */
const bars: Dataset = {
  name: 'bars',
  entries,
  annotatedSize: async () => size,
  read: async ({ object }) =>
    object === 1
      ? { photo, mask: { ...size, channels: 1, data: bar(1, 4, 255) } }
      : {
          photo,
          mask: { ...size, channels: 1, data: bar(8, 13, 255) },
          void: { ...size, channels: 1, data: bar(14, 15, 255) },
        },
}

/** Fills the box of the clicks, and two columns more to the right; nothing when the threshold is above 0.9. */
const generous: Predict = async (_, { points }: Clicks) => {
  const xs = points.map(({ x }) => x)
  const mask = Mask.fromBitmap({ ...size, data: bar(Math.min(...xs), Math.max(...xs) + 2, 1) })
  const withThreshold = (threshold: number) => (threshold > 0.9 ? Mask.empty(size) : mask)
  return Object.assign(mask, { doubt: 0.25, withThreshold })
}

async function all(results: AsyncIterable<ObjectResult>): Promise<ObjectResult[]> {
  const list: ObjectResult[] = []
  for await (const result of results) list.push(result)
  return list
}

const clicking = parse(clickingSchema, {})

it('clicks every object and compares the answer with the true mask, void taken out', async () => {
  const results = await all(evaluate(bars, generous, { clicking, thresholds: [0.5, 0.95] }))
  expect(results).toMatchObject([
    {
      entry: entries[0],
      area: 32,
      iou: 4 / 6,
      iouAt: [4 / 6, 0],
      distance95: 2,
      doubt: 0.25,
    },
    { entry: entries[1], area: 48, iou: 1, iouAt: [1, 0], distance95: 0, boundaryF: 1 },
  ])
})

it('misses elsewhere for each seed and object, and each run alike', async () => {
  const places = async (seed: number) =>
    (await all(evaluate(bars, generous, { clicking: { ...clicking, jitter: 0.1 }, seed }))).map(
      ({ clicks }) => JSON.stringify(clicks),
    )
  const [first, second] = [await places(1), await places(2)]
  expect(new Set([...first, ...second]).size).toBe(4)
  expect(await places(1)).toEqual(first)
})

it('stops when it is told to', async () => {
  const stop = new AbortController()
  const results = evaluate(bars, generous, { clicking, signal: stop.signal })
  await results.next()
  stop.abort()
  await expect(results.next()).rejects.toThrow('aborted')
})
