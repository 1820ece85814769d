import type { ObjectResult } from './evaluate.ts'

/** What many objects come to. Shares and IoU from 0 to 1. */
export type Summary = {
  readonly objects: number
  /** Mean IoU, the score of the paper. */
  readonly iou: number
  /** Mean boundary F-measure. */
  readonly boundaryF: number
  /** Share of objects with an IoU under 0.8, the paper's hard examples. */
  readonly under80: number
  /** Share of objects with an IoU of at least 0.5 and 0.7. */
  readonly recall50: number
  readonly recall70: number
  /** IoU that 5 %, 25 % and 50 % of the objects stay below. */
  readonly quantiles: readonly [number, number, number]
  /** Median of the 95th percentile of the outlines' distance, in pixels. */
  readonly distance95: number
  /** Median seconds from clicks to mask. */
  readonly seconds: number
}

/**
 * Means over objects, or, for the frames of videos as in DAVIS, means over the means of the parts
 * (sequences). Quantiles and medians are over objects either way.
 *
 * @throws RangeError when there are no results
 */
export function summarise(results: readonly ObjectResult[], mean: 'objects' | 'parts' = 'objects'): Summary {
  if (results.length === 0) throw new RangeError('summary: no results, expected one or more')
  const average = (measure: (result: ObjectResult) => number) =>
    mean === 'objects'
      ? meanOf(results.map(measure))
      : meanOf(
          [...groupBy(results, ({ entry }) => entry.part).values()].map(part => meanOf(part.map(measure))),
        )
  const ious = sorted(results.map(({ iou }) => iou))
  return {
    objects: new Set(results.map(({ entry }) => entry)).size,
    iou: average(({ iou }) => iou),
    boundaryF: average(({ boundaryF }) => boundaryF),
    under80: average(({ iou }) => Number(iou < 0.8)),
    recall50: average(({ iou }) => Number(iou >= 0.5)),
    recall70: average(({ iou }) => Number(iou >= 0.7)),
    quantiles: [quantile(ious, 0.05), quantile(ious, 0.25), quantile(ious, 0.5)],
    distance95: quantile(sorted(results.map(({ distance95 }) => distance95)), 0.5),
    seconds: quantile(sorted(results.map(({ seconds }) => seconds)), 0.5),
  }
}

/** The size classes of COCO, by the pixels of the true mask. */
export const sizes = ['small', 'medium', 'large'] as const

export function sizeOf({ area }: Pick<ObjectResult, 'area'>): (typeof sizes)[number] {
  if (area < 32 ** 2) return 'small'
  return area < 96 ** 2 ? 'medium' : 'large'
}

/** Results by a key, in the order in which the keys turn up; results without one are left out. */
export function groupBy<K>(
  results: readonly ObjectResult[],
  key: (result: ObjectResult) => K | undefined,
): Map<K, ObjectResult[]> {
  const groups = new Map<K, ObjectResult[]>()
  for (const result of results) {
    const name = key(result)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group) group.push(result)
    else groups.set(name, [result])
  }
  return groups
}

/** Mean IoU for each of several thresholds, over the results that have them. */
export function meanIouByThreshold(
  results: readonly ObjectResult[],
  thresholds: readonly number[],
): number[] {
  const lists = results.flatMap(({ iouAt }) => (iouAt ? [iouAt] : []))
  return thresholds.map((_, k) => meanOf(lists.map(list => list[k]!)))
}

/**
 * Mean and standard deviation of the mean IoU over draws, which tells how far a score depends on the hand.
 */
export function spreadOverDraws(results: readonly ObjectResult[]): { mean: number; deviation: number } {
  const means = [...groupBy(results, ({ draw }) => draw).values()].map(list => meanOf(list.map(r => r.iou)))
  const mean = meanOf(means)
  return { mean, deviation: Math.sqrt(meanOf(means.map(value => (value - mean) ** 2))) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b)
}

/** The value that stands at this share of a rising list. */
function quantile(rising: readonly number[], share: number): number {
  return rising[Math.floor(share * (rising.length - 1))]!
}
