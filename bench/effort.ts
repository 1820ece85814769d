// How much work is a mask? A scripted careful person labels objects through the page's own events: four extreme clicks
// with a hand's misses, then whatever correction is cheapest until the IoU is 0.9; another draws polygons from scratch,
// once to 0.9 and once to the IoU that the first one's mask came to, since a better mask is worth more work. What each
// operation takes was fixed beforehand: effort/costs.ts; waiting is what the page took. All objects are of one class,
// chosen once, as the page keeps it.
//
//   npm run build && node dist/bench/effort.js --data DIR [--split NAME] [--limit N] [--seed 1]
//     [--model FILE] [--threads 2] [--out FILE.json] [--shots DIR]
//
// DIR is any folder that `dextr evaluate` reads. --shots keeps a picture of the page after every object.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { openDatasets, type Scene, subset } from '../src/datasets/index.ts'
import { plainTable } from '../src/evaluation/index.ts'
import { random } from '../src/image/index.ts'
import { Mask } from '../src/mask/index.ts'
import type { ImagesAnswer, ProjectAnswer } from '../src/server/browser.ts'
import { AnnotateProcess } from './annotate-process.ts'
import { AnnotatorPage } from './effort/annotator-page.ts'
import { type EffortOnObject, report, tableOf, wordsOf } from './effort/figures.ts'
import { Hand } from './effort/hand.ts'
import { firstTrust } from './effort/moves.ts'
import { byExtremePoints, byPolygon, type Labelled } from './effort/persons.ts'
import type { Subject } from './effort/subject.ts'
import { machine } from './machine.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string', default: '1' },
    model: { type: 'string' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string' },
    shots: { type: 'string' },
  },
})
const { data, split, limit, shots } = values
if (!data) throw new Error('effort: expected --data DIR')
const seed = Number(values.seed)
/** Intersection over union that is good enough. */
const wanted = 0.9

const all = await openDatasets(
  [{ path: data, values: 'binary', crowds: 'void', minimumArea: 0, ...(split && { split }) }],
  50e6,
)
const dataset = limit ? subset(all, Number(limit), seed) : all
const photos = [...new Set(dataset.entries.map(({ image }) => image))]
const nameOf = (place: number) => `${String(place + 1).padStart(5, '0')}.png`

// The photos as the dataset has them, upright and in the order of its objects.
const folder = await mkdtemp(join(tmpdir(), 'dextr-effort-'))
for (const [place, image] of photos.entries()) {
  const { photo } = await dataset.read(dataset.entries.find(entry => entry.image === image)!)
  const { width, height, channels } = photo
  await sharp(photo.data, { raw: { width, height, channels: channels as 3 } }).toFile(
    join(folder, nameOf(place)),
  )
}
if (shots) await mkdir(shots, { recursive: true })

const server = await AnnotateProcess.start(folder, [
  '--threads',
  values.threads,
  ...(values.model ? ['--model', values.model] : []),
])
const results: EffortOnObject[] = []
try {
  const model = await ready()
  await addClass()
  const desk = await AnnotatorPage.open(server.url)
  const channels = {
    corrections: ['include', 'exclude'].every(channel => model.preset.channels.includes(channel as never)),
  }
  console.log(machine(`${values.threads} threads, model ${model.name}, ${model.runtime}`))
  console.log(`channels ${model.preset.channels.join(', ')}; ${dataset.entries.length} objects of ${data}\n`)

  await desk.page.keyboard.press('1')
  // The brush stays as large as it was left.
  let radius: number | undefined
  const experience = { ...firstTrust }
  let shown = 0
  for (const [index, entry] of dataset.entries.entries()) {
    const place = photos.indexOf(entry.image)
    for (; shown < place; shown++) await desk.nextPhoto(nameOf(shown + 1))
    const scene = await dataset.read(entry)
    const subject = subjectOf(scene)
    if (subject.truth.area === 0) continue
    const hand = await Hand.take(desk, scene.photo, 'extreme', radius, random(seed, index, 0))
    const ours = await byExtremePoints(hand, subject, channels, experience)
    radius = hand.chosenRadius
    await shoot(`${index}-points.png`)
    await desk.clear()
    const polygon = await drawPolygon(wanted, 'polygon')
    const equal = ours.iou > wanted ? await drawPolygon(ours.iou, 'equal') : polygon
    results.push({ id: `${entry.id}#${entry.object}`, area: subject.truth.area, ours, polygon, equal })
    console.log(
      `${entry.id}#${entry.object}: ${wordsOf(ours)}\n  polygon ${wordsOf(polygon)}\n  equal   ${wordsOf(equal)}`,
    )

    async function drawPolygon(goal: number, name: string): Promise<Labelled> {
      const hand = await Hand.take(desk, scene.photo, 'polygon', radius, random(seed, index, 1))
      const drawn = await byPolygon(hand, { ...subject, wanted: goal }, random(seed, index, 2))
      radius = hand.chosenRadius
      await shoot(`${index}-${name}.png`)
      await desk.clear()
      return drawn
    }

    async function shoot(name: string): Promise<void> {
      if (shots) await desk.page.screenshot({ path: join(shots, name) })
    }
  }
  const figures = report(results)
  console.log(`\n${plainTable(tableOf(figures))}`)
  for (const line of figures.lines) console.log(line)
  if (values.out)
    await writeFile(
      values.out,
      `${JSON.stringify({ data, split, limit, seed, machine: machine(), model, figures, objects: results }, null, 2)}\n`,
    )
  await desk.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true })
}

function subjectOf({ mask, void: hidden }: Scene): Subject {
  const toMask = ({ width, height, data }: Scene['mask']) =>
    Mask.fromBitmap({ width, height, data: data.map(value => (value > 0 ? 1 : 0)) })
  return { truth: toMask(mask), ignored: hidden && toMask(hidden), wanted }
}

async function ready() {
  for (;;) {
    const { images } = await server.get<ImagesAnswer>('/images')
    const { model } = await server.get<ProjectAnswer>('/project')
    if (model.state === 'failed') throw new Error(`effort: ${model.message}`)
    if (model.state === 'ready' && images.length === photos.length) return model
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

async function addClass(): Promise<void> {
  const record = { id: 'effortclass1', name: 'object', color: 0, order: 0 }
  const response = await server.ask('/commands', {
    id: 'effortcommand1',
    command: { type: 'addClass', label: 'New class object', class: record },
  })
  if (!response.ok) throw new Error(`effort: ${await response.text()}`)
}
