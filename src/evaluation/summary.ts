import type { Entry } from '../datasets/index.ts'
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
  /** Median of the 95th percentile of the outlines' distance, in pixels; null when most were not found. */
  readonly distance95: number | null
  /** Median seconds from clicks to mask. */
  readonly seconds: number
}

/** What scores are averaged over; parts are sequences of DAVIS. */
export type Mean = 'objects' | 'parts'

/** The mean of a measure over results, of which there must be one or more. */
export type Average = <R extends { readonly entry: Entry }>(
  results: readonly R[],
  measure: (result: R) => number,
) => number

/** Means over objects, or, for the frames of videos as in DAVIS, means over the means of the parts (sequences). */
export const averageOver: Record<Mean, Average> = {
  objects: (results, measure) => meanOf(results.map(measure)),
  parts: (results, measure) =>
    meanOf(
      [...groupBy(results, ({ entry }) => entry.part ?? '').values()].map(part => meanOf(part.map(measure))),
    ),
}

/**
 * Means by the given average; quantiles and medians are over objects in any case.
 *
 * @throws RangeError when there are no results
 */
export function summarise(results: readonly ObjectResult[], mean: Mean = 'objects'): Summary {
  if (results.length === 0) throw new RangeError('summary: no results, expected one or more')
  const average = (measure: (result: ObjectResult) => number) => averageOver[mean](results, measure)
  const ious = sorted(results.map(({ iou }) => iou))
  const distance95 = quantile(sorted(results.map(result => result.distance95)), 0.5)
  return {
    objects: new Set(results.map(({ entry }) => entry)).size,
    iou: average(({ iou }) => iou),
    boundaryF: average(({ boundaryF }) => boundaryF),
    under80: average(({ iou }) => Number(iou < 0.8)),
    recall50: average(({ iou }) => Number(iou >= 0.5)),
    recall70: average(({ iou }) => Number(iou >= 0.7)),
    quantiles: [quantile(ious, 0.05), quantile(ious, 0.25), quantile(ious, 0.5)],
    distance95: Number.isFinite(distance95) ? distance95 : null,
    seconds: quantile(sorted(results.map(({ seconds }) => seconds)), 0.5),
  }
}

/** The size classes of COCO, by the pixels of the true mask. */
export const sizes = ['small', 'medium', 'large'] as const

export function sizeOf({ area }: Pick<ObjectResult, 'area'>): (typeof sizes)[number] {
  if (area < 32 ** 2) return 'small'
  return area < 96 ** 2 ? 'medium' : 'large'
}

/** A list by a key, in the order in which the keys turn up; what has none is left out. */
export function groupBy<T, K>(list: readonly T[], key: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const name = key(item)
    if (name === undefined) continue
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}

/** Mean IoU for each of several thresholds, over the results that have them. */
export function meanIouByThreshold(
  results: readonly ObjectResult[],
  thresholds: readonly number[],
  mean: Mean = 'objects',
): number[] {
  const having = results.filter(({ iouAt }) => iouAt)
  return thresholds.map((_, k) => averageOver[mean](having, ({ iouAt }) => iouAt![k]!))
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation of the values themselves, not of what they are drawn from. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map(value => (value - mean) ** 2)))
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b)
}

/** The value that stands at this share of a rising list. */
function quantile(rising: readonly number[], share: number): number {
  return rising[Math.floor(share * (rising.length - 1))]!
}
