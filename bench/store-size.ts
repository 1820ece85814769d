// A large project in the store: node dist/bench/store-size.js --images 10000 --objects 10
//
// Milliseconds are of this process's processor time where "cpu" stands, which other programs on the machine do not
// change, and of the wall otherwise.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as breathe } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { newObject, type ObjectRecord } from '../src/document/index.ts'
import { normal, random } from '../src/image/index.ts'
import { Mask } from '../src/mask/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { machine, median } from './machine.ts'

const { values } = parseArgs({
  options: { images: { type: 'string', default: '10000' }, objects: { type: 'string', default: '10' } },
})
const [images, each] = [Number(values.images), Number(values.objects)]
const size = { width: 4000, height: 3000 }
console.log(machine(`${images} images of ${size.width}×${size.height} with ${each} objects each`))

const next = random(1)
const masks = Array.from({ length: 50 }, () => blob().toRle())

const folder = mkdtempSync(join(tmpdir(), 'dextr-size-'))
const [photos, data] = [join(folder, 'photos'), join(folder, 'data')]
for (const path of [photos, data]) mkdirSync(path)
try {
  const begin = memory()
  let store = await openStore({ photos, data })
  report('opened, empty', memory() - begin, 'MB more')
  await timed(`${images} photos found`, () =>
    store.syncImages(
      Array.from({ length: images }, (_, i) => ({
        path: `folder ${i % 100}/photo ${i}.jpg`,
        hash: `sha256 ${i} ${'0'.repeat(50)}`,
        ...size,
        bytes: 3e6,
        modified: i,
      })),
    ),
  )
  const ids = (await store.images()).map(({ id }) => id)
  const blocked = monitorEventLoopDelay({ resolution: 2 })
  await timed(`${images * each} objects, an edit for ten images`, async () => {
    for (let i = 0; i < ids.length; i += 10) {
      const objects = ids
        .slice(i, i + 10)
        .flatMap(id => Array.from({ length: each }, (_, z) => object(id, z)))
      await store.apply({ type: 'addObjects', label: 'Import', objects })
    }
  })
  await timed('the snapshot caught up with that', () => saved(store))
  report('memory', memory() - begin, 'MB more')
  report('snapshot', statSync(join(photos, 'annotations.dextr.json')).size / 1e6, 'MB')

  for (let i = 0; i < 3; i++) await timed('list of images', () => store.images())
  await timed('list of classes', () => store.classes())
  await timed('one image', () => store.image(ids[5000 % images]!))

  blocked.enable()
  const edits: number[] = []
  const changed = (await store.image(ids[77 % images]!)).objects[0]!
  await timed('200 edits, with snapshots meanwhile', async () => {
    for (let i = 0; i < 200; i++) {
      const start = performance.now()
      const patch = { mask: masks[i % masks.length]!, edited: true }
      await store.apply({ type: 'changeObjects', label: 'Brush', changes: [{ id: changed.id, patch }] })
      edits.push(performance.now() - start)
      await breathe()
    }
    await saved(store)
  })
  blocked.disable()
  const sorted = edits.sort((a, b) => a - b)
  report('an edit, median', median(edits), 'ms')
  report('an edit, 95th percentile', sorted[Math.floor(sorted.length * 0.95)]!, 'ms')
  report('the thread was never kept longer than', blocked.max / 1e6, 'ms')

  await timed('closed', () => store.close())
  await timed('opened again', async () => {
    store = await openStore({ photos, data })
  })
  await timed('first edit and snapshot', async () => {
    await store.apply({ type: 'changeObjects', label: '', changes: [{ id: changed.id, patch: { z: 5 } }] })
    await saved(store)
  })
  await store.close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  await timed('rebuilt from the snapshot', async () => {
    store = await openStore({ photos, data })
  })
  report('memory', memory() - begin, 'MB more')
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
}

function object(image: string, z: number): ObjectRecord {
  const at = () => ({ x: Math.round(next() * 3999), y: Math.round(next() * 2999) })
  return newObject({
    image,
    mask: masks[Math.floor(next() * masks.length)]!,
    prompt: { points: [at(), at(), at(), at()], include: [], exclude: [] },
    model: 'dextr 1',
    threshold: 0.8,
    doubt: next(),
    z,
  })
}

/** An irregular object of some hundred pixels across. */
function blob(): Mask {
  const waves = Array.from({ length: 12 }, (_, k) => ({ k: k + 2, a: normal(next) / (k + 2), p: next() * 7 }))
  const [cx, cy, r] = [400 + next() * 3200, 400 + next() * 2200, 60 + next() * 120]
  const ring = Array.from({ length: 240 }, (_, i) => {
    const t = (i / 240) * 2 * Math.PI
    const radius = r * (1 + 0.25 * waves.reduce((sum, { k, a, p }) => sum + a * Math.sin(k * t + p), 0))
    return [cx + radius * Math.cos(t), cy + radius * Math.sin(t)]
  })
  return Mask.fromPolygons([ring.flat()], size)
}

/** The store as it is now is in the snapshot. */
function saved(store: Store): Promise<void> {
  return new Promise(resolve => {
    const end = store.subscribe(event => {
      if (event.type !== 'snapshot' || event.state !== 'saved' || event.version < store.version) return
      end()
      resolve()
    })
  })
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  await work()
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  console.log(
    `${what.padEnd(44)} ${wall.toFixed(0).padStart(8)} ms, cpu ${((user + system) / 1000).toFixed(0)} ms`,
  )
}

function memory(): number {
  return process.memoryUsage().rss / 1e6
}

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(44)} ${value.toFixed(value < 20 ? 1 : 0).padStart(8)} ${unit}`)
}
