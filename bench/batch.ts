// How many objects a minute does the command line cut out of many photos, and how much of the time is the network's?
// 200 rendered photos with 3 objects each; the floor is the bare forward pass, run before and after.
//
//   npm run build && node dist/bench/batch.js [--model FILE] [--photos 200] [--objects 3]

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { renderScene } from '../scenes/index.ts'
import { writePoints } from '../src/formats/index.ts'
import { startRuntime } from '../src/runtime/node.ts'
import { readDescription } from '../src/segmenter/index.ts'
import { tensor } from '../src/tensor/index.ts'
import { machine, median, timed } from './machine.ts'

const threads = 2
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: fileURLToPath(new URL('../../models/dextr.onnx', import.meta.url)) },
    photos: { type: 'string', default: '200' },
    objects: { type: 'string', default: '3' },
  },
})
const [photos, objects] = [Number(values.photos), Number(values.objects)]
const folder = join(tmpdir(), 'dextr-bench', `batch-${photos}-${objects}`)
await renderPhotos()

const before = await bareForward()
const command = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))
const out = join(folder, 'masks.json')
const wanted = join(folder, 'objects.ndjson')
const options = [
  '--objects',
  wanted,
  '--coco',
  out,
  '--model',
  values.model,
  '--force',
  '--threads',
  `${threads}`,
]
const seconds =
  (await timed(async () => execFileSync(process.execPath, [command, 'segment', ...options, '--quiet']))) /
  1000
const after = await bareForward()
const forward = (before.ms + after.ms) / 2
const rate = (photos * objects) / seconds

console.log(machine(`${before.runtime}, ${threads} threads, model ${before.name}`))
console.log(`${photos} photos of 1024 × 768 with ${objects} objects each, JPEG in, COCO run lengths out\n`)
console.log(`whole process       ${seconds.toFixed(1)} s, ${(rate * 60).toFixed(0)} objects a minute`)
console.log(`bare forward pass   ${forward.toFixed(1)} ms, ${(60_000 / forward).toFixed(0)} a minute`)
console.log(`share               ${((rate * forward) / 10).toFixed(0)} %`)

/** Renders the photos once, with the points of their largest objects. */
async function renderPhotos(): Promise<void> {
  if (existsSync(join(folder, 'objects.ndjson'))) return
  await mkdir(folder, { recursive: true })
  const requests = []
  for (let seed = 1; requests.length < photos; seed++) {
    const scene = renderScene({ seed, width: 1024, height: 768, objects: objects + 2 })
    const largest = scene.objects.filter(({ area }) => area > 400).sort((a, b) => b.area - a.area)
    if (largest.length < objects) continue
    const image = `${seed}.jpg`
    const { width, height, data } = scene.image
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toFile(join(folder, image))
    requests.push({
      image,
      objects: largest.slice(0, objects).map(({ extremePoints }) => ({ points: extremePoints })),
    })
  }
  await writeFile(join(folder, 'objects.ndjson'), writePoints(requests, 'ndjson'))
}

async function bareForward(): Promise<{ ms: number; runtime: string; name: string }> {
  const bytes = await readFile(values.model)
  const { name, network, preset } = readDescription(bytes, values.model)
  await using runtime = startRuntime()
  const session = await runtime.load(bytes, { threads })
  const input = tensor('float32', [1, network.channels, preset.size, preset.size])
  const taken: number[] = []
  for (let round = 0; round < 32; round++) taken.push(await timed(() => session.run({ input })))
  return { ms: median(taken.slice(2)), runtime: await runtime.describe(), name }
}
