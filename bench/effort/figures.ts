import type { Table } from '../../src/evaluation/index.ts'
import { median } from '../machine.ts'
import type { Effort } from './costs.ts'
import { handMoves, type MoveKind, networkMoves } from './moves.ts'
import type { Labelled } from './persons.ts'

/** One object, labelled by both persons, by the second one twice. */
export type EffortOnObject = {
  readonly id: string
  /** Pixels of the true mask. */
  readonly area: number
  readonly ours: Labelled
  readonly polygon: Labelled
  /** A polygon, and corrections, to the IoU that ours came to. */
  readonly equal: Labelled
}

type PersonFigures = {
  /** Share of the objects that reached the wanted IoU. */
  readonly reached: number
  /** Seconds at the 10th, 25th, 50th, 75th, 90th and 100th percentile. */
  readonly seconds: readonly number[]
  readonly mean: number
  /** Share of the objects that needed no correction. */
  readonly atOnce: number
  /** Mean number of corrections of an object, by kind. */
  readonly corrections: Readonly<Record<MoveKind, number>>
  /** Median number of clicks that made the object, and median IoU at the end. */
  readonly clicks: number
  readonly iou: number
  /** Mean seconds of an object that went into each kind of operation. */
  readonly spent: Readonly<Record<keyof Omit<Effort, 'seconds'>, number>>
}

type Ratio = {
  readonly medians: number
  /** Object by object: a quarter, half and three quarters of the objects are under. */
  readonly quartiles: readonly number[]
}

export type EffortFigures = {
  readonly objects: number
  readonly ours: PersonFigures
  readonly polygon: PersonFigures
  readonly equal: PersonFigures
  /** Median time of ours over that of polygons to IoU 0.9, and to equal IoU. */
  readonly ratio: Ratio
  readonly equalRatio: Ratio
  /** What to look at: the slowest of ours, with what was done, and those that never came to the wanted IoU. */
  readonly lines: readonly string[]
}

/** Seconds, clicks, and the IoU that each correction led to. */
export function wordsOf({ effort, clicks, first, corrections }: Labelled): string {
  const steps = corrections.map(({ kind, iou }) => ` ${kind} ${iou.toFixed(3)}`)
  return `${effort.seconds.toFixed(1)} s, ${clicks} clicks ${[first.toFixed(3), ...steps].join(',')}`
}

const percentiles = [0.1, 0.25, 0.5, 0.75, 0.9, 1]

export function report(results: readonly EffortOnObject[]): EffortFigures {
  const ours = figuresOf(results.map(result => result.ours))
  const polygon = figuresOf(results.map(result => result.polygon))
  const equal = figuresOf(results.map(result => result.equal))
  const slowness = ({ ours, polygon }: EffortOnObject) => ours.effort.seconds / polygon.effort.seconds
  const worst = results.toSorted((a, b) => slowness(b) - slowness(a)).slice(0, 12)
  const tell = ({ id, area, ours, polygon }: EffortOnObject) =>
    `  ${id}, ${area} px: ${wordsOf(ours)}; polygon ${wordsOf(polygon)}`
  return {
    objects: results.length,
    ours,
    polygon,
    equal,
    ratio: ratioTo(results, ({ polygon }) => polygon),
    equalRatio: ratioTo(results, ({ equal }) => equal),
    lines: [
      'worst beside polygons:',
      ...worst.map(tell),
      'not reached:',
      ...results.filter(({ ours }) => !ours.reached).map(tell),
    ],
  }
}

function ratioTo(results: readonly EffortOnObject[], other: (result: EffortOnObject) => Labelled): Ratio {
  const ours = results.map(result => result.ours.effort.seconds)
  const others = results.map(result => other(result).effort.seconds)
  const ratios = ours.map((seconds, k) => seconds / others[k]!).sort((a, b) => a - b)
  return {
    medians: median(ours) / median(others),
    quartiles: [0.25, 0.5, 0.75].map(share => quantile(ratios, share)),
  }
}

function figuresOf(list: readonly Labelled[]): PersonFigures {
  const seconds = list.map(({ effort }) => effort.seconds).sort((a, b) => a - b)
  const mean = (of: (one: Labelled) => number) => list.reduce((sum, one) => sum + of(one), 0) / list.length
  const kinds = [...networkMoves, ...handMoves]
  return {
    reached: mean(({ reached }) => Number(reached)),
    seconds: percentiles.map(share => quantile(seconds, share)),
    mean: mean(({ effort }) => effort.seconds),
    atOnce: mean(({ corrections, reached }) => Number(reached && corrections.length === 0)),
    corrections: Object.fromEntries(
      kinds.map(kind => [
        kind,
        mean(({ corrections }) => corrections.filter(one => one.kind === kind).length),
      ]),
    ) as Record<MoveKind, number>,
    clicks: median(list.map(({ clicks }) => clicks)),
    iou: median(list.map(({ iou }) => iou)),
    spent: Object.fromEntries(
      (['points', 'clicks', 'keys', 'decisions', 'strokes', 'waiting'] as const).map(part => [
        part,
        mean(({ effort }) => effort[part]),
      ]),
    ) as PersonFigures['spent'],
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!

/** For people. */
export function tableOf({ objects, ours, polygon, equal, ratio, equalRatio }: EffortFigures): Table {
  const row = (label: string, of: (person: PersonFigures) => string) => [
    label,
    of(ours),
    of(polygon),
    of(equal),
  ]
  const words = ({ medians, quartiles }: Ratio) =>
    `${percent(medians)} (object by object ${quartiles.map(percent).join(', ')} at the quartiles)`
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return {
    head: [`${objects} objects`, 'extreme points', 'polygons to 0.9', 'to equal IoU'],
    rows: [
      row('reached the IoU', ({ reached }) => percent(reached)),
      row('without correction', ({ atOnce }) => percent(atOnce)),
      ...percentiles.map((share, k) =>
        row(`${100 * share}th percentile, s`, ({ seconds }) => seconds[k]!.toFixed(1)),
      ),
      row('mean, s', person => person.mean.toFixed(1)),
      row('IoU, median', ({ iou }) => iou.toFixed(3)),
      row('clicks, median', ({ clicks }) => String(clicks)),
      ...[...networkMoves, ...handMoves].map(kind =>
        row(`${kind}, each object`, ({ corrections }) => corrections[kind].toFixed(2)),
      ),
      row('pointing, each object', ({ spent }) => spent.points.toFixed(1)),
      row('keys', ({ spent }) => spent.keys.toFixed(1)),
      row('decisions', ({ spent }) => spent.decisions.toFixed(1)),
      row('strokes, s', ({ spent }) => spent.strokes.toFixed(2)),
      row('waiting, s', ({ spent }) => spent.waiting.toFixed(2)),
    ],
    note: [
      `median time: ${words(ratio)} of the polygons to 0.9`,
      `             ${words(equalRatio)} of the polygons to equal IoU`,
    ].join('\n'),
  }
}
