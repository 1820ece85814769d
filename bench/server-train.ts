// "Train on these": what the model gains from 40 masks of a kind that it knows badly, rendered bicycles, by
// cross-validation; and what a click costs meanwhile.
//
//   npm run build && node dist/bench/server-train.js [--kind bicycle] [--objects 40] [--threads 2]

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { Mask } from '../src/mask/index.ts'
import type { ImageAnswer, ImagesAnswer, Job, JobRequest } from '../src/server/browser.ts'
import { AnnotateProcess } from './annotate-process.ts'
import { machine, median, timed } from './machine.ts'

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'bicycle' },
    objects: { type: 'string', default: '40' },
    threads: { type: 'string', default: '2' },
  },
})
const base = await mkdtemp(join(tmpdir(), 'dextr-train-'))
const folder = join(base, 'scenes')
const render = fileURLToPath(new URL('../scenes/render.js', import.meta.url))
const count = String(Number(values.objects) / 2)
await promisify(execFile)(process.execPath, [
  render,
  ...['--out', folder, '--count', count, '--size', '640x480', '--seed', '5000'],
  ...['--kinds', values.kind, '--objects', '2'],
])
await writeFile(join(folder, 'masks', '.dextr-export'), '') // masks are no photos

const server = await AnnotateProcess.start(folder, ['--threads', values.threads])

async function start(request: JobRequest): Promise<Job> {
  return (await (await server.ask('/jobs', request)).json()) as Job
}
async function now({ id }: Job): Promise<Job> {
  return (await server.get<{ jobs: Job[] }>('/jobs')).jobs.find(job => job.id === id)!
}

let images: ImagesAnswer['images'] = []
while (images.length < Number(count)) {
  await pause(200)
  images = (await server.get<ImagesAnswer>('/images')).images
}
const imported = await start({ kind: 'import', path: '.' })
while ((await now(imported)).state === 'running') await pause(200)
console.log(machine(`${values.threads} threads`))
console.log(`\n${(await now(imported)).message}`)

const { id } = images[0]!
const { objects } = await server.get<ImageAnswer>(`/images/${id}`)
const box = Mask.fromRle(objects[0]!.mask!).box!
const click = (move: number) =>
  timed(async () => {
    const prompt = { points: [], box: { ...box, x1: box.x1 + move } }
    await (await server.ask(`/images/${id}/segment`, { key: 'bench', prompt })).json()
  })
await click(0)
const alone: number[] = []
for (let i = 0; i < 20; i++) alone.push(await click(i % 5))

const job = await start({ kind: 'train' })
const meanwhile: number[] = []
let state = await now(job)
const begin = performance.now()
for (; state.state === 'running'; state = await now(job)) {
  await pause(1000)
  if (state.done > 0) meanwhile.push(await click(meanwhile.length % 5))
}
console.log(`${state.message}; ${((performance.now() - begin) / 60_000).toFixed(1)} minutes`)
console.log(
  `a click alone: median ${median(alone).toFixed(0)} ms; while training: median ${median(meanwhile).toFixed(0)} ms of ${meanwhile.length}`,
)
await server.stop()
await rm(base, { recursive: true })
