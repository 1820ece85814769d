import type { Dataset, Entry } from '../datasets/index.ts'
import { nearestRimPixel } from '../mask/index.ts'
import type { Predict } from './predict.ts'
import { iousOf, type Person, sessions } from './session.ts'
import type { Average } from './summary.ts'

/** IoU with four extreme points, then with each further point. */
export type FurtherPointsResult = { readonly entry: Entry; readonly ious: readonly number[] }

/** One more point: the pixel of the true outline nearest to the middle of the largest error. PAPER section 8. */
const nextPoint: Person = (before, { middle }, { truth }) => ({
  ...before,
  points: [...before.points, nearestRimPixel(truth, middle)],
})

/**
 * Four extreme points on every object, and then one point after the other on the outline.
 *
 * @param most  of all points, such as 10
 * @throws as evaluate does
 */
export async function* furtherPointsStudy(
  dataset: Dataset,
  predict: Predict,
  most: number,
  signal?: AbortSignal,
): AsyncGenerator<FurtherPointsResult> {
  for await (const session of sessions(dataset, predict, nextPoint, most - 4, signal))
    yield { entry: session.object.entry, ious: iousOf(session, most - 4) }
}

/** What further points bring. IoU from 0 to 1. */
export type FurtherPointsFigures = {
  /** Mean IoU with 4 points, 5 points and so on. */
  readonly ious: readonly number[]
  /** The same of the objects with an IoU under 0.8 with four points, the paper's hard ones; empty without any. */
  readonly hard: { readonly objects: number; readonly ious: readonly number[] }
}

export function furtherPointsFigures(
  results: readonly FurtherPointsResult[],
  average: Average,
): FurtherPointsFigures {
  const means = (list: readonly FurtherPointsResult[]) =>
    list.length === 0 ? [] : results[0]!.ious.map((_, k) => average(list, ({ ious }) => ious[k]!))
  const hard = results.filter(({ ious }) => ious[0]! < 0.8)
  return { ious: means(results), hard: { objects: hard.length, ious: means(hard) } }
}
