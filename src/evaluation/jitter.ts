import * as v from 'valibot'
import type { Dataset, Entry } from '../datasets/index.ts'
import { random } from '../image/index.ts'
import { iou } from '../mask/index.ts'
import type { Predict } from './predict.ts'
import { clickingSchema, simulateClicks } from './simulated-clicks.ts'
import { type Average, deviationOf, groupBy, meanOf } from './summary.ts'
import { trueObjects } from './true-object.ts'

/** Four clicks that miss: by how much, the how manieth time, and what came of it. */
export type JitteredResult = {
  readonly entry: Entry
  readonly share: number
  readonly draw: number
  readonly iou: number
}

export type JitterOptions = {
  /** Standard deviations of the clicks, as shares of the object's size; see jitterPoints. */
  readonly shares: readonly number[]
  /** How often each object is clicked with each of them; without jitter once. */
  readonly draws: number
  readonly seed: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Clicks on every object again and again, each time missing elsewhere, by each of several amounts.
 *
 * @throws as evaluate does
 */
export async function* jitterStudy(
  dataset: Dataset,
  predict: Predict,
  { shares, draws, seed, signal }: JitterOptions,
): AsyncGenerator<JitteredResult> {
  for await (const { entry, index, photo, truth, ignored } of trueObjects(dataset, signal))
    for (const share of shares) {
      const clicking = v.parse(clickingSchema, { jitter: share })
      for (let draw = 0; draw < (share === 0 ? 1 : draws); draw++) {
        signal?.throwIfAborted()
        const clicks = simulateClicks(truth, clicking, random(seed, index, draw))
        yield { entry, share, draw, iou: iou(await predict(photo, clicks), truth, ignored) }
      }
    }
}

/** What clicks come to that miss by one amount. IoU from 0 to 1. */
export type JitterFigures = {
  readonly share: number
  readonly draws: number
  /** Mean over the draws of the mean IoU over objects, and the deviation from draw to draw. */
  readonly iou: number
  readonly deviation: number
}

export function jitterFigures(results: readonly JitteredResult[], average: Average): JitterFigures[] {
  return [...groupBy(results, ({ share }) => share)].map(([share, list]) => {
    const scores = [...groupBy(list, ({ draw }) => draw).values()].map(draw =>
      average(draw, result => result.iou),
    )
    return { share, draws: scores.length, iou: meanOf(scores), deviation: deviationOf(scores) }
  })
}
