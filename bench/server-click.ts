// The server's share of an annotator's click: from the request to the answer, on a photo of 12 megapixels. And of a
// drag: requests at 60 Hz, as pointer events come, and how many masks come back a second.
//
//   npm run build && node dist/bench/server-click.js [--model FILE] [--threads 2] [--rounds 40]

import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ImagesAnswer, ProjectAnswer, SegmentAnswer } from '../src/server/browser.ts'
import { AnnotateProcess } from './annotate-process.ts'
import { largePhoto } from './large-photo.ts'
import { machine, median } from './machine.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '40' },
  },
})
const { path, points } = await largePhoto()
const folder = await mkdtemp(join(tmpdir(), 'dextr-photos-'))
await copyFile(path, join(folder, 'photo.jpg'))
const server = await AnnotateProcess.start(folder, [
  '--threads',
  values.threads,
  ...(values.model ? ['--model', values.model] : []),
])

async function ready(): Promise<{ id: string; model: string }> {
  for (;;) {
    const { images } = await server.get<ImagesAnswer>('/images')
    const { model } = await server.get<ProjectAnswer>('/project')
    if (images[0] && model.state === 'ready')
      return { id: images[0].id, model: `${model.name}, ${model.runtime}` }
    await pause(100)
  }
}

const { id, model } = await ready()

/** One request, moved by some pixels so that none is like another. */
async function click(move: number, key = 'bench') {
  const prompt = { points: points.map(([x, y]) => ({ x: x + move, y: y - move })) }
  const start = performance.now()
  const response = await server.ask(`/images/${id}/segment`, { key, prompt, probability: true })
  const body = (await response.json()) as SegmentAnswer
  return { status: response.status, body, total: performance.now() - start }
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.ceil(q * sorted.length) - 1]!

console.log(machine(`${values.threads} threads, model ${model}`))
const opening = performance.now()
await server.ask(`/images/${id}/open`, {})
console.log(`\nphoto opened ahead in ${(performance.now() - opening).toFixed(0)} ms`)
const first = await click(0)
const clicks: Awaited<ReturnType<typeof click>>[] = []
for (let round = 1; round <= Number(values.rounds); round++) clicks.push(await click(round % 20))
const totals = clicks.map(({ total }) => total).sort((a, b) => a - b)
const part = (name: 'open' | 'crop' | 'network' | 'paste' | 'total') =>
  median(clicks.map(({ body }) => body.milliseconds[name])).toFixed(1)
console.log(`first click ${first.total.toFixed(0)} ms`)
console.log(
  `then, of ${clicks.length}: median ${median(totals).toFixed(1)} ms, 95th percentile ${quantile(totals, 0.95).toFixed(1)} ms`,
)
console.log(
  `  of which crop ${part('crop')}, network ${part('network')}, paste ${part('paste')}, in the server ${part('total')}\n`,
)

/** A drag: a request every 16.7 ms, whether or not the one before was answered. */
async function drag(seconds: number) {
  const answers: { order: number; at: number }[] = []
  const sent: Promise<void>[] = []
  const start = performance.now()
  for (let i = 0; performance.now() - start < 1000 * seconds; i++) {
    sent.push(
      click((i % 60) / 3, 'drag').then(({ status }) => {
        if (status === 200) answers.push({ order: i, at: performance.now() - start })
      }),
    )
    await pause(Math.max(0, (i + 1) * (1000 / 60) - (performance.now() - start)))
  }
  await Promise.all(sent)
  const stale = answers.filter(({ order }, i) => answers.slice(0, i).some(before => before.order > order))
  return { requests: sent.length, answers, stale: stale.length }
}

const { requests, answers, stale } = await drag(10)
const gaps = answers.slice(1).map(({ at }, i) => at - answers[i]!.at)
console.log(
  `drag of 10 s: ${requests} requests, ${answers.length} masks, ${(answers.length / 10).toFixed(1)} a second`,
)
console.log(
  `  longest time between two masks ${Math.max(...gaps).toFixed(0)} ms; answers older than one before them: ${stale}`,
)
await server.stop()
await rm(folder, { recursive: true })
