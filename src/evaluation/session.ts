import * as v from 'valibot'
import type { Dataset } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { random } from '../image/index.ts'
import { iou, type LargestError, largestError } from '../mask/index.ts'
import type { Predict, Prediction } from './predict.ts'
import { clickingSchema, simulateClicks } from './simulated-clicks.ts'
import { type TrueObject, trueObjects } from './true-object.ts'

/** What a simulated person says about an answer, who sees where it is most wrong: the next clicks. */
export type Person = (before: Clicks, error: LargestError, object: TrueObject) => Clicks

export type Round = {
  readonly clicks: Clicks
  /** What the clicks were about; absent for the four points that come first. */
  readonly error?: LargestError
  readonly answer: Prediction
  readonly iou: number
}

/** An object on which a person worked until it was right, or for as many rounds as were wanted. */
export type Session = { readonly object: TrueObject; readonly rounds: readonly Round[] }

/**
 * On every object of a dataset, four extreme points, and then what a simulated person says about each answer.
 *
 * @param rounds  how often the person speaks after the four points
 * @throws as evaluate does
 */
export async function* sessions(
  dataset: Dataset,
  predict: Predict,
  person: Person,
  rounds: number,
  signal?: AbortSignal,
): AsyncGenerator<Session> {
  const fourPoints = v.parse(clickingSchema, {})
  for await (const object of trueObjects(dataset, signal)) {
    const { photo, truth, ignored } = object
    const ask = async (clicks: Clicks, before?: Round, error?: LargestError): Promise<Round> => {
      signal?.throwIfAborted()
      const answer = await predict(photo, clicks, before?.answer)
      return { clicks, answer, iou: iou(answer, truth, ignored), ...(error && { error }) }
    }
    let round = await ask(simulateClicks(truth, fourPoints, random(0)))
    const all = [round]
    while (all.length <= rounds) {
      const error = largestError(round.answer, truth, ignored)
      if (!error) break
      round = await ask(person(round.clicks, error, object), round, error)
      all.push(round)
    }
    yield { object, rounds: all }
  }
}

/** The IoU after the four points and after each round; that of the last one where nothing was left to say. */
export function iousOf({ rounds }: Session, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, k) => rounds[Math.min(k, rounds.length - 1)]!.iou)
}
