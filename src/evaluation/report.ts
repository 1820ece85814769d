import type { ObjectResult } from './evaluate.ts'
import {
  groupBy,
  meanIouByThreshold,
  type Summary,
  sizeOf,
  sizes,
  spreadOverDraws,
  summarise,
} from './summary.ts'
import { table } from './table.ts'

const head = ['', 'objects', 'IoU', 'F', '< 0.8', '≥ 0.5', '≥ 0.7', '5 %', '25 %', '50 %', '95 % px', 'ms']

/**
 * The results as a text for people: all of them, then by set, part, size and class, where there are several.
 * F is the boundary F-measure; 5 %, 25 % and 50 % are quantiles of IoU; "95 % px" is the median over objects
 * of the distance that 95 % of the outline keep.
 *
 * @param mean  what the first line averages over; parts are the sequences of DAVIS
 */
export function report(results: readonly ObjectResult[], mean: 'objects' | 'parts' = 'objects'): string {
  const all = summarise(results, mean)
  const sections = [
    table(head, [row(mean === 'parts' ? 'mean of parts' : 'all', all)]),
    section(
      'by set',
      groups(results, ({ entry }) => entry.set),
    ),
    section(
      'by part',
      groups(results, ({ entry }) => entry.part),
    ),
    section(
      'by size',
      sizes.flatMap(size =>
        group(
          size,
          results.filter(result => sizeOf(result) === size),
        ),
      ),
    ),
    section(
      'by class, worst first',
      groups(results, ({ entry }) => entry.class).toSorted((a, b) => a[1].iou - b[1].iou),
    ),
  ]
  return sections.filter(text => text !== '').join('\n')
}

/** Mean IoU by threshold, with the best one marked; of results that have been made with these thresholds. */
export function thresholdReport(results: readonly ObjectResult[], thresholds: readonly number[]): string {
  const means = meanIouByThreshold(results, thresholds)
  const best = Math.max(...means)
  return table(
    ['threshold', 'IoU', ''],
    means.map((mean, k) => [String(thresholds[k]), score(mean), mean === best ? 'best' : '']),
  )
}

/** Mean IoU by the way of clicking, and how far it differs from draw to draw. */
export function clickingReport(results: readonly ObjectResult[]): string {
  const rows = [...groupBy(results, ({ clicking }) => clicking)].map(([name, list]) => {
    const { mean, deviation } = spreadOverDraws(list)
    return [name, String(new Set(list.map(({ draw }) => draw)).size), score(mean), `± ${score(deviation)}`]
  })
  return table(['clicks', 'draws', 'IoU', ''], rows)
}

type Group = readonly [name: string, summary: Summary]

function groups(
  results: readonly ObjectResult[],
  key: (result: ObjectResult) => string | undefined,
): Group[] {
  return [...groupBy(results, key)]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap(([name, list]) => group(name, list))
}

function group(name: string, results: readonly ObjectResult[]): Group[] {
  return results.length > 0 ? [[name, summarise(results)]] : []
}

function section(title: string, groups: readonly Group[]): string {
  if (groups.length < 2) return ''
  return table(
    [title, ...head.slice(1)],
    groups.map(([name, summary]) => row(name, summary)),
  )
}

function row(name: string, summary: Summary): string[] {
  const { objects, iou, boundaryF, under80, recall50, recall70, quantiles, distance95, seconds } = summary
  return [
    name,
    String(objects),
    score(iou),
    score(boundaryF),
    percent(under80),
    percent(recall50),
    percent(recall70),
    ...quantiles.map(score),
    distance95.toFixed(1),
    (1000 * seconds).toFixed(0),
  ]
}

function score(value: number): string {
  return value.toFixed(3)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
