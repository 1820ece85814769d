// A folder of 10,000 photos: how long until the list is there, the first time and every other time, how fast thumbnails
// come, and what the server holds in memory beside the model. For that it runs without one. Times of the processor
// are from when the server listens, of the thread that answers and of all together: they are what counts where the
// machine has other things to do.
//
//   npm run build && node dist/bench/server-folder.js [--photos 10000]

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ImagesAnswer, ServerEvent } from '../src/server/browser.ts'
import { AnnotateProcess } from './annotate-process.ts'
import { machine, median, timed } from './machine.ts'
import { manyPhotos } from './many-photos.ts'

const { values } = parseArgs({ options: { photos: { type: 'string', default: '10000' } } })
const count = Number(values.photos)

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

const folder = await manyPhotos(count)
const data = await mkdtemp(join(tmpdir(), 'dextr-annotate-bench-'))
const start = () => AnnotateProcess.start(folder, ['--model', 'none.onnx'], data)

/** How many photos are known, told by the server's events; resolves with the times of the first and the last. */
async function listen(server: AnnotateProcess): Promise<{ first: number; all: number }> {
  const begin = performance.now()
  const known = new Set<string>()
  let [text, first] = ['', 0]
  const body = (await server.ask('/events')).body!.pipeThrough(new TextDecoderStream())
  for await (const piece of body) {
    text += piece
    const lines = text.split('\n')
    text = lines.pop()!
    for (const line of lines.filter(line => line.startsWith('data: '))) {
      const event = JSON.parse(line.slice(6)) as ServerEvent
      if (event.type !== 'images') continue
      first ||= performance.now() - begin
      for (const { id } of event.images) known.add(id)
    }
    if (known.size >= count) break
  }
  return { first, all: performance.now() - begin }
}

async function spent(server: AnnotateProcess, since = { thread: 0, all: 0 }): Promise<string> {
  const { thread, all } = await server.processor()
  return `${seconds(thread - since.thread)} (all threads ${seconds(all - since.all)})`
}

console.log(machine())
const server = await start()
const before = await server.processor()
const heard = listen(server)
await server.get('/project') // the store is made now
const made = performance.now()
const madeAfter = await spent(server, before)
const { first, all } = await heard
console.log(
  `\nthe first time: the first photos ${seconds(first)} after the server listens, all ${count} after ${seconds(all)}; ${seconds(performance.now() - made)} after the store was made`,
)
console.log(`of the processor: the store ${madeAfter}, all ${count} ${await spent(server, before)}`)
const list = await server.get<ImagesAnswer>('/images')
const listings: number[] = []
for (let i = 0; i < 5; i++) listings.push(await timed(() => server.get('/images')))
console.log(`the list of all, once they are known: ${median(listings).toFixed(0)} ms`)

const scrolled = list.images.slice(0, 400)
const thumbnails = async () => {
  for (let i = 0; i < scrolled.length; i += 20)
    await Promise.all(
      scrolled
        .slice(i, i + 20)
        .map(async ({ id }) => (await server.ask(`/images/${id}/thumbnail`)).arrayBuffer()),
    )
}
const each = async () => ((await timed(thumbnails)) / scrolled.length).toFixed(1)
console.log(`thumbnails: ${await each()} ms each the first time, ${await each()} ms from then on`)
console.log(`memory beside the model: ${megabytes(await server.memory())}`)
await server.stop()

const begin = performance.now()
const again = await start()
const { images } = await again.get<ImagesAnswer>('/images')
console.log(
  `every other time: ${images.length} photos ${seconds(performance.now() - begin)} after the command; of the processor ${await spent(again)}`,
)
await pause(5000)
console.log(`memory beside the model: ${megabytes(await again.memory())}`)
await again.stop()
await rm(data, { recursive: true })
