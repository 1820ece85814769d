// How much sharper are outlines on photos of 12 megapixels when they are refined, and how long does that take?
//
//   npm run build && node dist/bench/refine.js [--count 8] [--seed 900000] [--size 4000x3000] [--data DIR]
//     [--model FILE] [--refiner FILE] [--area 20000] [--threads 2] [--rounds 20] [--json]
//
// Scenes are rendered, or photos with exact masks are taken from --data; objects of fewer pixels than --area are left
// out. Every object is clicked at its extreme points. "Best coarse mask" is the true mask as a grid of a quarter of the
// network's input can give it at best: coarse, but wrong nowhere else.

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { renderScene } from '../scenes/index.ts'
import { datasetSchema, openDatasets, type Scene } from '../src/datasets/index.ts'
import { frame, inputToPhoto, pasteMask } from '../src/guidance/index.ts'
import { pyramid, sample } from '../src/image/index.ts'
import { Dextr, Mask, type Photo, type Point } from '../src/index.ts'
import { boundaryDistances, iou, middleExtremePoints } from '../src/mask/index.ts'
import { machine, median, timed } from './machine.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '8' },
    seed: { type: 'string', default: '900000' },
    size: { type: 'string', default: '4000x3000' },
    data: { type: 'string' },
    model: { type: 'string' },
    refiner: { type: 'string' },
    area: { type: 'string', default: '20000' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})

/** A photo with one object. */
type Task = Pick<Scene, 'photo' | 'mask'> & { readonly name: string }

async function* fromData(path: string): AsyncGenerator<Task> {
  const dataset = await openDatasets(
    [v.parse(datasetSchema, { path, minimumArea: Number(values.area) })],
    100e6,
  )
  for (const entry of dataset.entries) yield { name: entry.id, ...(await dataset.read(entry)) }
}

function* rendered(): Generator<Task> {
  const [width, height] = values.size.split('x').map(Number) as [number, number]
  for (let i = 0; i < Number(values.count); i++) {
    const seed = Number(values.seed) + i
    const { image, labels, objects } = renderScene({ seed, width, height })
    for (const { id, kind, area } of objects) {
      if (area < Number(values.area)) continue
      const data = Uint8Array.from(labels.data, value => (value === id ? 255 : 0))
      yield { name: `scene ${seed} ${kind}`, photo: image, mask: { width, height, channels: 1, data } }
    }
  }
}

const within = [1, 2, 3, 4]

type Score = {
  readonly iou: number
  readonly percentile95: number
  /** Share of both outlines within 1, 2, 3 and 4 pixels of the other. */
  readonly within: readonly number[]
}

function score(mask: Mask, truth: Mask): Score {
  const both = boundaryDistances(mask, truth)
  const percentile = (sorted: Float64Array) => sorted[Math.floor(0.95 * (sorted.length - 1))] ?? Infinity
  const length = both[0].length + both[1].length
  return {
    iou: iou(mask, truth),
    percentile95: Math.max(...both.map(percentile)),
    within: within.map(
      radius => both.reduce((sum, distances) => sum + distances.filter(d => d <= radius).length, 0) / length,
    ),
  }
}

/** The true mask through a grid of a quarter of the network's input: shares of cells, linear between them. */
function bestCoarse(truth: Mask, mask: Task['mask'], clicks: Point[]): Mask {
  const { preset } = dextr.description
  const place = frame({ points: clicks }, preset)
  const side = preset.size / 4
  const cells = sample(pyramid(mask), inputToPhoto({ ...place, size: side }), { width: side, height: side })
  const probability = { ...cells, data: cells.data.map(value => value / 255) }
  return Mask.fromBitmap(pasteMask(probability, place, preset, truth, 0.5), truth)
}

const threads = Number(values.threads)
const dextr = await Dextr.load(values.model, { threads, refiner: values.refiner })
const columns: Record<string, Score[]> = {
  'as the network has it': [],
  'the same, refined': [],
  'best coarse mask': [],
  'best coarse mask, refined': [],
}
const [unrefined, refined, coarse, coarseRefined] = Object.values(columns) as [
  Score[],
  Score[],
  Score[],
  Score[],
]
let largest: { photo: Photo; clicks: Point[]; area: number } | undefined
let opened: { raster: Scene['photo']; photo: Photo } | undefined
for await (const { name, photo: raster, mask } of values.data ? fromData(values.data) : rendered()) {
  if (opened?.raster !== raster) opened = { raster, photo: await dextr.open(raster) }
  const { photo } = opened
  const truth = Mask.fromBitmap({ ...mask, data: mask.data.map(value => Number(value > 0)) })
  const clicks = middleExtremePoints(truth.toBitmap())
  const found = await photo.segment(clicks)
  unrefined.push(score(found, truth))
  refined.push(score(await found.refine(), truth))
  const best = bestCoarse(truth, mask, clicks)
  coarse.push(score(best, truth))
  coarseRefined.push(score(await photo.refine(best), truth))
  if (truth.area > (largest?.area ?? 0)) largest = { photo, clicks, area: truth.area }
  if (values.json)
    console.log(
      JSON.stringify({ name, area: truth.area, unrefined: unrefined.at(-1), refined: refined.at(-1) }),
    )
}

if (!largest) throw new RangeError(`refine: no object has ${values.area} pixels or more; lower --area`)
const { photo, clicks } = largest
const rounds = Number(values.rounds)
const times = { click: [] as number[], refined: [] as number[] }
for (let round = 0; round <= rounds; round++) {
  const click = await timed(() => photo.segment(clicks))
  const withRefinement = await timed(() => photo.segment(clicks, { refine: true }))
  if (round === 0) continue
  times.click.push(click)
  times.refined.push(withRefinement)
}

const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length
const { name, preset } = dextr.description
console.log(machine(`${dextr.runtime}, ${threads} threads, model "${name}" at ${preset.size}²`))
console.log(
  `${unrefined.length} objects of ${values.area} pixels or more, ${values.data ?? `rendered at ${values.size}`}`,
)
console.log('\n                            IoU           95th percentile  outline within        IoU ≥ 0.98')
console.log('                            mean   median  median px        1    2    3    4 px   and ≤ 4 px')
for (const [label, scores] of Object.entries(columns)) {
  const shares = within.map((_, i) =>
    `${(100 * mean(scores.map(s => s.within[i]!))).toFixed(0)} %`.padStart(5),
  )
  console.log(
    label.padEnd(27),
    mean(scores.map(s => s.iou)).toFixed(4),
    median(scores.map(s => s.iou))
      .toFixed(4)
      .padStart(8),
    median(scores.map(s => s.percentile95))
      .toFixed(1)
      .padStart(9),
    `      ${shares.join('')}`,
    `${scores.filter(s => s.iou >= 0.98 && s.percentile95 <= 4).length} of ${scores.length}`.padStart(13),
  )
}
console.log(
  `\nmedian of ${rounds} clicks on the largest object, ${largest.area} pixels of ${photo.width}×${photo.height}`,
)
console.log(`without refinement  ${median(times.click).toFixed(1)} ms`)
console.log(`with refinement     ${median(times.refined).toFixed(1)} ms`)
await dextr.dispose()
