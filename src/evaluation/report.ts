import type { CorrectionsFigures } from './corrections.ts'
import type { DoubtFigures } from './doubt-figures.ts'
import type { DatasetFigures } from './figures.ts'
import type { FurtherPointsFigures } from './further-points.ts'
import type { JitterFigures } from './jitter.ts'
import type { Summary } from './summary.ts'
import type { Table } from './table.ts'

const summaryHead = ['objects', 'IoU', 'F', '< 0.8', '≥ 0.5', '≥ 0.7', '5 %', '25 %', '50 %', '95 % px', 'ms']

/** What the columns of a summary mean, for people. */
export const summaryLegend =
  'F is the boundary F-measure of DAVIS; "< 0.8" and such are shares of objects by their IoU; 5 %, 25 % and 50 % are quantiles of IoU; "95 % px" is the median over objects of the distance that 95 % of the outline keep; ms is the median from clicks to mask.'

/** The tables of one dataset: all objects, then by set, part, size and class where there are several, then studies. */
export function reportTables(figures: DatasetFigures): Table[] {
  const { mean, all, by, thresholds, doubt, jitter, box, furtherPoints, corrections } = figures
  const classes = Object.entries(by.class).toSorted((a, b) => a[1].iou - b[1].iou)
  const parts = Object.entries(by.part).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  return [
    summaries('', [[mean === 'parts' ? 'mean of parts' : 'all', all]]),
    ...several('by set', Object.entries(by.set)),
    ...several('by part', parts),
    ...several('by size', Object.entries(by.size)),
    ...several('by class, worst first', classes),
    ...(thresholds ? [thresholdTable(thresholds)] : []),
    ...(doubt ? [doubtTable(doubt)] : []),
    ...(jitter ? [jitterTable(jitter)] : []),
    ...(box
      ? [
          summaries('clicks', [
            [figures.clicks, all],
            ['box only', box],
          ]),
        ]
      : []),
    ...(furtherPoints ? [furtherPointsTable(furtherPoints)] : []),
    ...(corrections ? correctionsTables(corrections) : []),
  ]
}

/** A line for each dataset, where there are several. */
export function overviewTable(datasets: readonly DatasetFigures[]): Table {
  return summaries(
    'dataset',
    datasets.map(({ name, mean, all }) => [mean === 'parts' ? `${name}, mean of parts` : name, all]),
  )
}

function several(title: string, groups: readonly (readonly [string, Summary])[]): Table[] {
  return groups.length < 2 ? [] : [summaries(title, groups)]
}

function summaries(title: string, groups: readonly (readonly [string, Summary])[]): Table {
  return {
    head: [title, ...summaryHead],
    rows: groups.map(([name, summary]) => {
      const { objects, iou, boundaryF, under80, recall50, recall70, quantiles, distance95, seconds } = summary
      return [
        name,
        String(objects),
        score(iou),
        score(boundaryF),
        ...[under80, recall50, recall70].map(percent),
        ...quantiles.map(score),
        distance95 === null ? '∞' : distance95.toFixed(1),
        (1000 * seconds).toFixed(0),
      ]
    }),
  }
}

function thresholdTable(thresholds: NonNullable<DatasetFigures['thresholds']>): Table {
  const best = Math.max(...thresholds.map(({ iou }) => iou))
  return {
    head: ['threshold', 'IoU', ''],
    rows: thresholds.map(({ threshold, iou }) => [String(threshold), score(iou), iou === best ? 'best' : '']),
  }
}

function doubtTable({ correlation, kept, found }: DoubtFigures): Table {
  return {
    head: ['most doubtful put aside', 'IoU of the rest', '< 0.8'],
    rows: kept.map(({ putAside, iou, under80 }) => [percent(putAside), score(iou), percent(under80)]),
    note: `Rank correlation of doubt with the true IoU: ${correlation.toFixed(2)}.${found === undefined ? '' : ` The most doubtful fifth has ${percent(found)} of the masks under 0.8.`}`,
  }
}

function jitterTable(rows: readonly JitterFigures[]): Table {
  const still = rows.find(({ share }) => share === 0)?.iou
  return {
    head: ['clicks that miss', 'draws', 'IoU', 'from draw to draw', 'points lost'],
    rows: rows.map(({ share, draws, iou, deviation }) => [
      share === 0 ? 'by nothing' : `by ${+(100 * share).toFixed(2)} %`,
      String(draws),
      score(iou),
      draws > 1 ? `± ${score(deviation)}` : '',
      still === undefined ? '' : points(still - iou),
    ]),
    note: "Standard deviation in x and in y, as a share of the object's size (the square root of its box's area).",
  }
}

function furtherPointsTable({ ious, hard }: FurtherPointsFigures): Table {
  return {
    head: ['points', 'IoU', 'gain', `${hard.objects} hard objects`, 'gain'],
    rows: ious.map((iou, k) => [
      String(4 + k),
      score(iou),
      k > 0 ? signed(iou - ious[k - 1]!) : '',
      hard.objects > 0 ? score(hard.ious[k]!) : '',
      hard.objects > 0 && k > 0 ? signed(hard.ious[k]! - hard.ious[k - 1]!) : '',
    ]),
    note: 'Each further point is the pixel of the true outline nearest to the middle of the largest error; hard objects have an IoU under 0.8 with four points. Gains are in points of IoU.',
  }
}

function correctionsTables({
  accumulate,
  ious,
  obedience,
  clicked,
  poor,
  worse,
}: CorrectionsFigures): Table[] {
  const clicks: Table = {
    head: [
      'corrections',
      'IoU',
      'gain',
      `${poor.objects} poor objects`,
      'gain',
      'obeyed',
      'around',
      'earlier',
      'clicked',
    ],
    rows: ious.map((iou, k) => {
      const obeyed = k > 0 ? obedience[k - 1] : undefined
      return [
        String(k),
        score(iou),
        k > 0 ? signed(iou - ious[k - 1]!) : '',
        poor.objects > 0 ? score(poor.ious[k]!) : '',
        poor.objects > 0 && k > 0 ? signed(poor.ious[k]! - poor.ious[0]!) : '',
        ...(obeyed
          ? [fine(obeyed.clicked), fine(obeyed.around), fine(obeyed.earlier), String(obeyed.objects)]
          : ['', '', '', '']),
      ]
    }),
    note: `Each click is in the middle of the largest error; ${accumulate ? 'earlier clicks are given again' : 'only the newest click is given'}. Obeyed: the clicked pixel is on the side that was asked for (${fine(clicked)} of all clicks); around: so much of the pixels within 6 % of the object's size; earlier: all earlier clicks still are. Poor objects have an IoU under 0.85 with four points; their gain counts from there, in points.`,
  }
  if (worse.length === 0) return [clicks]
  return [
    clicks,
    {
      head: ['clicks that made it worse', 'click', 'before', 'after'],
      rows: worse.map(({ id, click, before, after }) => [id, String(click), score(before), score(after)]),
    },
  ]
}

function score(value: number): string {
  return value.toFixed(3)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

function fine(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** A difference of IoU in points, hundredths. */
function points(difference: number): string {
  return (100 * difference).toFixed(1)
}

function signed(difference: number): string {
  return `${difference >= 0 ? '+' : ''}${points(difference)}`
}
