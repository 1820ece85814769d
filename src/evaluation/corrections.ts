import type { Dataset, Entry } from '../datasets/index.ts'
import type { Point } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'
import type { Predict } from './predict.ts'
import { iousOf, type Person, type Session, sessions } from './session.ts'
import { type Average, meanOf } from './summary.ts'
import type { TrueObject } from './true-object.ts'

/** Whether the answer does what a click asked for. */
type Obedience = {
  /** Whether the clicked pixel is on the side that was asked for. */
  readonly clicked: boolean
  /** Share of the pixels around it that are, of those which belong there. */
  readonly around: number
  /** Whether all pixels that were clicked before still are. */
  readonly earlier: boolean
}

/** IoU with four extreme points, then after each correction, and how the answer to each obeyed. */
export type CorrectionsResult = {
  readonly entry: Entry
  readonly ious: readonly number[]
  /** For each click; fewer than wanted where the mask became exact. */
  readonly obedience: readonly Obedience[]
}

export type CorrectionsOptions = {
  /** Clicks on each object. */
  readonly clicks: number
  /** Whether earlier clicks are given again, or only the newest one beside the previous answer. */
  readonly accumulate: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Four extreme points on every object, and then clicks on the middle of the largest error, to include what was missed
 * or to exclude what leaks. The predictor is given the answer that is corrected.
 *
 * @throws as evaluate does
 */
export async function* correctionsStudy(
  dataset: Dataset,
  predict: Predict,
  { clicks, accumulate, signal }: CorrectionsOptions,
): AsyncGenerator<CorrectionsResult> {
  const person: Person = (before, { missed, middle }) => {
    const kept = accumulate ? before : { points: before.points }
    return missed
      ? { ...kept, include: [...(kept.include ?? []), middle] }
      : { ...kept, exclude: [...(kept.exclude ?? []), middle] }
  }
  for await (const session of sessions(dataset, predict, person, clicks, signal))
    yield { entry: session.object.entry, ious: iousOf(session, clicks), obedience: obedienceIn(session) }
}

function obedienceIn({ object, rounds }: Session): Obedience[] {
  const errors = rounds.flatMap(({ error }) => error ?? [])
  return rounds.slice(1).map(({ answer }, k) => {
    const { middle, missed } = errors[k]!
    return {
      clicked: isInside(answer, middle) === missed,
      around: shareAround(answer, object, middle, missed),
      earlier: errors.slice(0, k).every(error => isInside(answer, error.middle) === error.missed),
    }
  })
}

function isInside(mask: Mask, { x, y }: Point): boolean {
  return mask.toBitmap({ x0: x, y0: y, x1: x, y1: y }).data[0] === 1
}

/**
 * Around a click is what lies within this share of the object's size, the square root of its box's area: twice as far as
 * the segmenter itself makes an answer obey, so that it tells whether the network does.
 */
const reach = 0.06

/** Of the pixels around a place that truly are inside, or outside, the share that the answer has there too. */
function shareAround(answer: Mask, { truth, ignored }: TrueObject, { x, y }: Point, inside: boolean): number {
  const { x0, y0, x1, y1 } = truth.box!
  const radius = Math.max(1, reach * Math.sqrt((x1 - x0 + 1) * (y1 - y0 + 1)))
  const whole = Math.floor(radius)
  const window = { x0: x - whole, y0: y - whole, x1: x + whole, y1: y + whole }
  const [answered, real, hidden] = [answer, truth, ignored].map(mask => mask?.toBitmap(window).data)
  const wanted = inside ? 1 : 0
  let [right, all] = [0, 0]
  for (let v = -whole, i = 0; v <= whole; v++)
    for (let u = -whole; u <= whole; u++, i++) {
      const isInPhoto = x + u >= 0 && y + v >= 0 && x + u < truth.width && y + v < truth.height
      if (!isInPhoto || u ** 2 + v ** 2 > radius ** 2 || real![i] !== wanted || hidden?.[i]) continue
      all++
      if (answered![i] === wanted) right++
    }
  return right / all // the clicked pixel itself counts, so there is one at least
}

/** What corrections come to. IoU and shares from 0 to 1. */
export type CorrectionsFigures = {
  readonly accumulate: boolean
  /** Mean IoU with four points, after one click, after two and so on. */
  readonly ious: readonly number[]
  /** For each click, over the objects that had something to correct. */
  readonly obedience: readonly {
    readonly objects: number
    readonly clicked: number
    readonly around: number
    readonly earlier: number
  }[]
  /** Over all clicks. */
  readonly clicked: number
  /** Mean IoU of the objects that were under 0.85 with four points; empty without any. */
  readonly poor: { readonly objects: number; readonly ious: readonly number[] }
  /** The clicks that made a mask worse by the most, at most ten; `click` counts from 1. */
  readonly worse: readonly {
    readonly id: string
    readonly click: number
    readonly before: number
    readonly after: number
  }[]
}

export function correctionsFigures(
  results: readonly CorrectionsResult[],
  accumulate: boolean,
  average: Average,
): CorrectionsFigures {
  const means = (list: readonly CorrectionsResult[]) =>
    list.length === 0 ? [] : results[0]!.ious.map((_, k) => average(list, ({ ious }) => ious[k]!))
  const poor = results.filter(({ ious }) => ious[0]! < 0.85)
  const most = Math.max(...results.map(({ obedience }) => obedience.length))
  const share = (list: readonly Obedience[], of: (one: Obedience) => boolean | number) =>
    meanOf(list.map(one => Number(of(one))))
  return {
    accumulate,
    ious: means(results),
    obedience: Array.from({ length: most }, (_, k) => {
      const clicks = results.flatMap(({ obedience }) => obedience[k] ?? [])
      return {
        objects: clicks.length,
        clicked: share(clicks, ({ clicked }) => clicked),
        around: share(clicks, ({ around }) => around),
        earlier: share(clicks, ({ earlier }) => earlier),
      }
    }),
    clicked: share(
      results.flatMap(({ obedience }) => obedience),
      ({ clicked }) => clicked,
    ),
    poor: { objects: poor.length, ious: means(poor) },
    worse: results
      .flatMap(({ entry, ious }) =>
        ious
          .slice(1)
          .map((after, k) => ({ id: entry.id, click: k + 1, before: ious[k]!, after }))
          .filter(({ before, after }) => after < before - 0.01),
      )
      .toSorted((a, b) => a.after - a.before - (b.after - b.before))
      .slice(0, 10),
  }
}
