// How long is it from the fourth click to the mask on the screen, in a photo of 12 megapixels, and how many masks a
// second follow a point that is dragged? The page and the server share this machine.
//
//   npm run build && node dist/bench/page-clicks.js [--rounds 30] [--threads 2] [--model FILE]

import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { SegmentAnswer } from '../src/server/browser.ts'
import { annotating } from './annotate-server.ts'
import { largePhoto } from './large-photo.ts'
import { machine } from './machine.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    threads: { type: 'string', default: '2' },
    model: { type: 'string' },
  },
})
const { path, points } = await largePhoto()
const photos = await mkdtemp(join(tmpdir(), 'dextr-bench-photos-'))
await copyFile(path, join(photos, 'photo.jpg'))
const { browser, page, close } = await annotating(photos, {
  threads: Number(values.threads),
  model: values.model,
})
await page.evaluate(watch)
await page.waitForTimeout(3000)
await page.keyboard.press('x')

const stage = (await page.locator('canvas').first().boundingBox())!
const scale = Math.min((stage.width - 48) / 4000, (stage.height - 48) / 3000)
const place = ([x, y]: readonly [number, number]): [number, number] => [
  stage.x + Math.round((stage.width - 4000 * scale) / 2) + (x + 0.5) * scale,
  stage.y + Math.round((stage.height - 3000 * scale) / 2) + (y + 0.5) * scale,
]

console.log(machine(`Chromium ${browser.version()}, ${values.threads} threads`))
console.log(`4000×3000 JPEG, object of ${Math.round(width())} × ${Math.round(height())} pixels\n`)

const session = await page.context().newCDPSession(page)
await session.send('Performance.enable')
const clicks: (Shown & { readonly processor: number })[] = []
for (let round = 0; round <= Number(values.rounds); round++) {
  const aside = 4 * (round % 5)
  for (const [x, y] of points.slice(0, 3)) await page.mouse.click(...place([x - aside, y]))
  await page.waitForTimeout(150)
  const before = await threadTime()
  const [x, y] = points[3]!
  await page.mouse.click(...place([x - aside, y]))
  const shown = await page.evaluate(() => (globalThis as unknown as Watching).shown())
  const processor = (await threadTime()) - before
  if (round > 0) clicks.push({ ...shown, processor })
  await page.keyboard.press('Delete')
  await page.waitForTimeout(150)
}
console.log('fourth click to mask, ms   median     95 %')
const column = (label: string, part: (click: (typeof clicks)[number]) => number) =>
  console.log(
    label.padEnd(24),
    ...[0.5, 0.95].map(share => quantile(clicks.map(part), share).toFixed(0).padStart(8)),
  )
column('mask on the screen', ({ clicked, painted }) => painted - clicked)
column('  page before request', ({ clicked, asked }) => asked - clicked)
column('  server', ({ server }) => server)
column('  transport', ({ asked, answered, server }) => answered - asked - server)
column('  page after answer', ({ answered, painted }) => painted - answered)
column('page, processor time', ({ processor }) => processor)

for (const point of points) await page.mouse.click(...place(point))
await page.evaluate(() => (globalThis as unknown as Watching).shown())
await page.evaluate(() => {
  ;(globalThis as unknown as Watching).drawn.length = 0
})
const [x, y] = points[2]!
await page.mouse.move(...place([x, y]))
await page.mouse.down()
const seconds = 5
const start = performance.now()
for (let k = 1; performance.now() - start < 1000 * seconds; k++) {
  await page.mouse.move(...place([x - 200 - 200 * Math.cos(k / 25 + Math.PI), y + 100 * Math.sin(k / 18)]))
  await page.waitForTimeout(Math.max(0, start + (k * 1000) / 60 - performance.now()))
}
const drawn = await page.evaluate(() => (globalThis as unknown as Watching).drawn)
await page.mouse.up()
const inOrder = drawn.every((number, k) => k === 0 || number > drawn[k - 1]!)
console.log(`\ndragging a point at 60 Hz: ${(drawn.length / seconds).toFixed(1)} masks a second`)
console.log(inOrder ? 'each newer than the one before' : 'OLDER MASKS WERE PAINTED OVER NEWER ONES')
await close()
await rm(photos, { recursive: true })

/** Processor time of the page's main thread so far, in milliseconds: what else the machine does is not in it. */
async function threadTime(): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'ThreadTime')!.value
}

function width(): number {
  return Math.max(...points.map(point => point[0])) - Math.min(...points.map(point => point[0]))
}

function height(): number {
  return Math.max(...points.map(point => point[1])) - Math.min(...points.map(point => point[1]))
}

function quantile(list: readonly number[], share: number): number {
  return [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))]!
}

// What follows runs in the page.

type Shown = {
  /** When the button went down, the request left, the answer was there, and the frame with the mask was done. */
  readonly clicked: number
  readonly asked: number
  readonly answered: number
  readonly painted: number
  /** Milliseconds that the server says it took. */
  readonly server: number
}

type Watching = { shown(): Promise<Shown>; readonly drawn: number[] }

/** Notes the times of clicks, of requests for masks, and of the frames after their answers. */
function watch(): void {
  let clicked = 0
  let requests = 0
  let shown: Shown | null = null
  const drawn: number[] = []
  addEventListener(
    'pointerdown',
    event => {
      clicked = event.timeStamp
    },
    true,
  )
  const ask = globalThis.fetch
  globalThis.fetch = async (resource, options) => {
    if (!String(resource).endsWith('/segment')) return ask(resource, options)
    const number = ++requests
    const asked = performance.now()
    const response = await ask(resource, options)
    const text = await response.text()
    const answered = performance.now()
    const { milliseconds } = JSON.parse(text) as SegmentAnswer
    // Behind the page's own frame, which the answer will have asked for by then, and what that frame paints.
    setTimeout(() =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          drawn.push(number)
          shown = { clicked, asked, answered, painted: performance.now(), server: milliseconds.total }
        }
        port2.postMessage(null)
      }),
    )
    return new Response(text, { status: response.status, headers: response.headers })
  }
  Object.assign(globalThis, {
    drawn,
    async shown() {
      while (!shown) await new Promise(resolve => setTimeout(resolve, 5))
      const result = shown
      shown = null
      return result
    },
  })
}
