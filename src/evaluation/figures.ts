import type { CorrectionsFigures } from './corrections.ts'
import { type DoubtFigures, doubtFigures } from './doubt-figures.ts'
import type { ObjectResult } from './evaluate.ts'
import type { FurtherPointsFigures } from './further-points.ts'
import type { JitterFigures } from './jitter.ts'
import { type Clicking, clickingName } from './simulated-clicks.ts'
import { groupBy, type Mean, meanIouByThreshold, type Summary, sizeOf, sizes, summarise } from './summary.ts'

type Groups = Readonly<Record<string, Summary>>

/** All that is measured on one dataset. Plain JSON, from which tables, plots and model cards are made. */
export type DatasetFigures = {
  readonly name: string
  /** How objects were clicked, as clickingName says it. */
  readonly clicks: string
  /** What `all` and the studies average over. */
  readonly mean: Mean
  readonly all: Summary
  /** Means over the objects of each group: the collection, its part (a sequence, a domain), COCO's sizes, the class. */
  readonly by: { readonly set: Groups; readonly part: Groups; readonly size: Groups; readonly class: Groups }
  readonly thresholds?: readonly { readonly threshold: number; readonly iou: number }[]
  readonly doubt?: DoubtFigures
  readonly jitter?: readonly JitterFigures[]
  /** With nothing but the tight box. */
  readonly box?: Summary
  readonly furtherPoints?: FurtherPointsFigures
  readonly corrections?: CorrectionsFigures
}

export type FiguresOptions = {
  readonly name: string
  readonly clicking: Clicking
  readonly mean: Mean
  /** Those that the results were made with. */
  readonly thresholds?: readonly number[]
}

/**
 * What the results of an evaluation come to; studies add theirs.
 *
 * @throws RangeError when there are no results
 */
export function figuresOf(
  results: readonly ObjectResult[],
  { name, clicking, mean, thresholds = [] }: FiguresOptions,
): DatasetFigures {
  const doubted = results.flatMap(({ iou, doubt }) => (doubt === undefined ? [] : { iou, doubt }))
  const ious = meanIouByThreshold(results, thresholds, mean)
  return {
    name,
    clicks: clickingName(clicking),
    mean,
    all: summarise(results, mean),
    by: {
      set: groups(results, ({ entry }) => entry.set),
      part: groups(results, ({ entry }) => entry.part),
      size: groups(
        results.toSorted((a, b) => sizes.indexOf(sizeOf(a)) - sizes.indexOf(sizeOf(b))),
        sizeOf,
      ),
      class: groups(results, ({ entry }) => entry.class),
    },
    ...(thresholds.length > 0 && {
      thresholds: thresholds.map((threshold, k) => ({ threshold, iou: ious[k]! })),
    }),
    ...(doubted.length > 1 && { doubt: doubtFigures(doubted) }),
  }
}

function groups(results: readonly ObjectResult[], key: (result: ObjectResult) => string | undefined): Groups {
  return Object.fromEntries([...groupBy(results, key)].map(([name, list]) => [name, summarise(list)]))
}
