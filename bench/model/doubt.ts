// Which figure tells best, without the true mask, how right a mask is? Rank correlations with the true IoU.
//
//   npm run build && node dist/bench/model/doubt.js [--model FILE] --data DATA [--limit 160] [--threads 2]
//
// On the validation split, four extreme points. The figure that tools use is src/segmenter/doubt.ts.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatasets, subset } from '../../src/datasets/index.ts'
import { rankCorrelation } from '../../src/evaluation/index.ts'
import type { Point, Raster } from '../../src/image/index.ts'
import { Dextr } from '../../src/index.ts'
import { iou, Mask, middleExtremePoints, squaredDistances } from '../../src/mask/index.ts'
import { machine } from '../machine.ts'
import { validationSet } from './sets.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    data: { type: 'string' },
    limit: { type: 'string', default: '160' },
    threads: { type: 'string', default: '2' },
  },
})
if (!values.data) throw new Error('doubt: expected --data DATA')

type Probability = Raster<Float32Array>

/** Larger is less sure. Of an answer, and of that to the mirrored photo, mirrored back. */
const figures: Record<string, (p: Probability, mirrored: Probability) => number> = {
  'mean 1 - 2|p - ½| within 4 px of the outline': p => nearOutline(p, 4),
  'mean 1 - 2|p - ½| within 16 px of the outline': p => nearOutline(p, 16),
  'entropy by area': ({ data }) => sum(data, entropy) / Math.max(1, sum(data, inside)),
  'disagreement with the mirrored crop': (p, mirrored) => disagreement(p.data, mirrored.data),
}

const dataset = await openDatasets([
  {
    path: join(values.data, validationSet.path),
    split: 'validation',
    values: 'binary',
    crowds: 'void',
    minimumArea: 16,
  },
])
const { entries, read } = subset(dataset, Number(values.limit), 3)
const dextr = await Dextr.load(values.model, { threads: Number(values.threads) })
const truths: number[] = []
const rows = new Map<string, number[]>([['expected IoU, as shipped', []]])
for (const name of [...Object.keys(figures), 'mean of expected IoU and disagreement']) rows.set(name, [])
for (const entry of entries) {
  const { photo, mask, void: hidden } = await read(entry)
  const truth = toMask(mask)
  const points = middleExtremePoints(truth.toBitmap(truth.box!))
  const flip = ({ x, y }: Point) => ({ x: photo.width - 1 - x, y })
  const answer = await (await dextr.open(photo)).segment(points)
  const mirrored = await (await dextr.open(mirror(photo))).segment(points.map(flip))
  truths.push(iou(answer, truth, hidden && toMask(hidden)))
  const back = mirror(mirrored.probability)
  rows.get('expected IoU, as shipped')!.push(answer.doubt)
  for (const [name, figure] of Object.entries(figures)) rows.get(name)!.push(figure(answer.probability, back))
  rows
    .get('mean of expected IoU and disagreement')!
    .push((answer.doubt + disagreement(answer.probability.data, back.data)) / 2)
}
await dextr.dispose()

console.log(machine(`${dextr.runtime}, model "${dextr.description.name}", ${truths.length} objects`))
for (const [name, doubts] of rows)
  console.log(`${name.padEnd(48)} ${(-rankCorrelation(doubts, truths)).toFixed(3)}`)

function nearOutline({ width, height, data }: Probability, reach: number): number {
  const bitmap = (is: (p: number) => boolean) => ({
    width,
    height,
    data: Uint8Array.from(data, p => Number(is(p))),
  })
  const toInside = squaredDistances(bitmap(p => p > 0.5))
  const toOutside = squaredDistances(bitmap(p => p <= 0.5))
  const near = data.filter((_, i) => Math.max(toInside[i]!, toOutside[i]!) <= reach ** 2)
  return near.length === 0 ? 1 : sum(near, p => 1 - 2 * Math.abs(p - 0.5)) / near.length
}

function disagreement(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    both += Math.min(a[i]!, b[i]!)
    either += Math.max(a[i]!, b[i]!)
  }
  return 1 - both / either
}

function entropy(p: number): number {
  return p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log(1 - p) : 0
}

function inside(p: number): number {
  return p > 0.5 ? 1 : 0
}

function sum(data: Float32Array, of: (value: number) => number): number {
  return data.reduce((total, value) => total + of(value), 0)
}

function mirror<T extends Uint8Array | Float32Array>({
  width,
  height,
  channels,
  data,
}: Raster<T>): Raster<T> {
  const turned = data.slice() as T
  for (let y = 0, i = 0; y < height; y++)
    for (let x = width - 1; x >= 0; x--)
      for (let c = 0; c < channels; c++, i++) turned[i] = data[(y * width + x) * channels + c]!
  return { width, height, channels, data: turned }
}

function toMask({ width, height, data }: Raster<Uint8Array>): Mask {
  return Mask.fromBitmap({ width, height, data: data.map(value => (value > 0 ? 1 : 0)) })
}
