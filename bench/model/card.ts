// The tables of a model's card, from what evaluate.ts and grabcut.ts measured, so that no figure is typed by hand.
//
//   npm run build && node dist/bench/model/card.js DIR [--peer FILE.json] [--card models/README.md] [--plots DIR]
//
// DIR is the folder that evaluate.ts wrote. Prints Markdown, or puts it into the card between the lines
// <!-- figures: begin --> and <!-- figures: end -->. Refuses reports of different model files. --plots draws all sets
// together: what jitter costs, what further points and corrections bring, what doubt is good for.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type DatasetFigures, markdownTable, studyPlots, type Table } from '../../src/evaluation/index.ts'
import type { PeerFigures } from './grabcut.ts'
import { chooseSets } from './sets.ts'

type Report = {
  readonly model: { readonly name: string; readonly sha256: string; readonly threshold: number }
  readonly runtime: string
  readonly datasets: readonly DatasetFigures[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peer: { type: 'string' }, card: { type: 'string' }, plots: { type: 'string' } },
})
const [folder] = positionals
if (!folder) throw new Error('card: expected DIR, the folder that evaluate.js wrote')

const reports = chooseSets('all').flatMap(({ name }): { name: string; report: Report }[] => {
  const file = join(folder, name, 'report.json')
  return existsSync(file) ? [{ name, report: JSON.parse(readFileSync(file, 'utf8')) }] : []
})
const [first] = reports
if (!first) throw new Error(`card: ${folder} has no report of any set`)
const other = reports.find(({ report }) => report.model.sha256 !== first.report.model.sha256)
if (other) throw new Error(`card: ${other.name} was measured with another model file than ${first.name}`)
const peer: PeerFigures | undefined = values.peer && JSON.parse(readFileSync(values.peer, 'utf8'))

const sets = reports.map(({ name, report }) => ({ ...report.datasets[0]!, name }))
const { model, runtime } = first.report
const text = [
  `Model file of sha256 \`${model.sha256}\`, threshold ${model.threshold}, ${runtime}. Mean IoU over objects, ` +
    'four simulated extreme points without jitter unless a table says otherwise; DAVIS as mean of sequence means. ' +
    'Points are hundredths of IoU.\n',
  ...[
    accuracy(),
    peerTable(),
    jitter(),
    furtherPoints(),
    corrections(),
    doubt(),
    groups('validation', 'set', 'validation split by source'),
    groups('validation', 'size', 'validation split by size'),
    groups('domains', 'part', 'other worlds by domain'),
  ].flatMap(table => (table && table.rows.length > 0 ? [markdownTable(table)] : [])),
].join('\n')

if (values.card === undefined) console.log(text)
else writeFileSync(values.card, withFigures(readFileSync(values.card, 'utf8'), text))
if (values.plots !== undefined)
  for (const [name, svg] of studyPlots(sets)) writeFileSync(join(values.plots, `${name}.svg`), svg)

function accuracy(): Table {
  return {
    head: ['set', 'objects', 'IoU', 'boundary F', 'under 0.8', 'box only', 'ms'],
    rows: sets.map(({ name, all, box }) => [
      name,
      String(all.objects),
      score(all.iou),
      score(all.boundaryF),
      share(all.under80),
      box ? score(box.iou) : '',
      milliseconds(all.seconds),
    ]),
  }
}

function peerTable(): Table | undefined {
  if (!peer) return undefined
  const both = peer.datasets.flatMap(set => {
    const ours = sets.find(({ name }) => name === set.name)
    return ours ? [{ ours, ...set }] : []
  })
  return {
    head: [
      ...['beside GrabCut', 'four points', 'box only', 'ms'],
      ...['GrabCut, box', 'GrabCut, hull', 'its objects', 'its ms'],
    ],
    rows: both.map(({ ours, box, hull }) => [
      ours.name,
      score(ours.all.iou),
      ours.box ? score(ours.box.iou) : '',
      milliseconds(ours.all.seconds),
      score(box.iou),
      score(hull.iou),
      String(box.objects),
      milliseconds(box.seconds),
    ]),
    note: `GrabCut: ${peer.peer}, on the whole photo, from the tight box and from the hull of the same four points; of large sets on as many objects as stand there, drawn by chance. ms are medians from clicks to mask.`,
  }
}

function jitter(): Table {
  const rows = sets.flatMap(({ name, jitter }) => (jitter ? [{ name, jitter }] : []))
  const shares = rows[0]?.jitter.map(one => one.share) ?? []
  return {
    head: ['clicks that miss by', ...shares.map(one => `${100 * one} %`), 'lost at 2 %'],
    rows: rows.map(({ name, jitter }) => {
      const at = (wanted: number) => jitter.find(one => one.share === wanted)!.iou
      return [name, ...jitter.map(({ iou }) => score(iou)), points(at(0) - at(0.02))]
    }),
    note: `Standard deviation in x and in y, as a share of the object's size; ${rows[0]?.jitter.at(-1)?.draws} draws each.`,
  }
}

function furtherPoints(): Table {
  const rows = sets.flatMap(({ name, furtherPoints }) => (furtherPoints ? [{ name, ...furtherPoints }] : []))
  const counts = rows[0]?.ious.map((_, k) => 4 + k) ?? []
  return {
    head: ['points', ...counts.map(String), 'hard objects', 'with 4', 'the fifth brings'],
    rows: rows.map(({ name, ious, hard }) => [
      name,
      ...ious.map(score),
      String(hard.objects),
      ...(hard.objects > 0 ? [score(hard.ious[0]!), gain(hard.ious[1]! - hard.ious[0]!)] : ['', '']),
    ]),
    note: 'Each further point is on the true outline, where the largest error is nearest. Hard objects are those under 0.8 with four points.',
  }
}

function corrections(): Table {
  const rows = sets.flatMap(({ name, corrections }) => (corrections ? [{ name, ...corrections }] : []))
  const counts = rows[0]?.ious.map((_, k) => k) ?? []
  return {
    head: [
      'corrections',
      ...counts.map(String),
      'obeyed',
      'around',
      'objects under 0.85',
      'two clicks bring',
    ],
    rows: rows.map(({ name, ious, clicked, obedience, poor }) => [
      name,
      ...ious.map(score),
      `${(100 * clicked).toFixed(1)} %`,
      obedience[0] ? `${(100 * obedience[0].around).toFixed(1)} %` : '',
      String(poor.objects),
      poor.objects > 0 ? gain(poor.ious[2]! - poor.ious[0]!) : '',
    ]),
    note: "Clicks in the middle of the largest error, inside or outside; obeyed is the share of clicked pixels that end on the side that was asked for, which the tool sees to close by; around is that of the pixels within 6 % of the object's size after the first click, which is the network's own doing.",
  }
}

function doubt(): Table {
  return {
    head: ['doubt', 'rank correlation with IoU', 'masks under 0.8', 'found among the most doubtful fifth'],
    rows: sets.flatMap(({ name, all, doubt }) =>
      doubt
        ? [
            [
              name,
              doubt.correlation.toFixed(2),
              share(all.under80),
              doubt.found === undefined ? '' : share(doubt.found),
            ],
          ]
        : [],
    ),
  }
}

function groups(set: string, by: keyof DatasetFigures['by'], title: string): Table | undefined {
  const figures = sets.find(({ name }) => name === set)
  return (
    figures && {
      head: [title, 'objects', 'IoU', 'boundary F', 'under 0.8'],
      rows: Object.entries(figures.by[by]).map(([name, { objects, iou, boundaryF, under80 }]) => [
        name,
        String(objects),
        score(iou),
        score(boundaryF),
        share(under80),
      ]),
    }
  )
}

function withFigures(card: string, figures: string): string {
  const [begin, end] = ['<!-- figures: begin -->', '<!-- figures: end -->']
  const [from, to] = [card.indexOf(begin), card.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`card: expected the lines ${begin} and ${end} in it`)
  return `${card.slice(0, from + begin.length)}\n${figures}\n${card.slice(to)}`
}

function score(value: number): string {
  return value.toFixed(3)
}

function share(value: number): string {
  return `${(100 * value).toFixed(0)} %`
}

function points(difference: number): string {
  return (100 * difference).toFixed(1)
}

function gain(difference: number): string {
  return `${difference < 0 ? '' : '+'}${points(difference)}`
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(0)
}
