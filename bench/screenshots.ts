// The README's pictures: the annotator on the sample pictures, labelled with real clicks, and the bird that
// `npm run demo` cuts out.
//
//   npm run screenshots        (writes docs/annotator-*.jpg and docs/bird.jpg; npm run build before)

import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { Point } from '../src/image/index.ts'
import { middleExtremePoints } from '../src/mask/index.ts'
import { annotating } from './annotate-server.ts'
import { toStage, wholePhoto } from './effort/view.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '720' },
  },
})

type Sample = {
  readonly image: string
  readonly mask: string
  readonly width: number
  readonly height: number
  readonly objects: readonly { readonly id: number; readonly class: string }[]
}

const pictures = fileURLToPath(new URL('../../examples/pictures/', import.meta.url))
const samples = JSON.parse(await readFile(join(pictures, 'index.json'), 'utf8')) as Sample[]
const base = await mkdtemp(join(tmpdir(), 'dextr-screenshots-'))
const photos = join(base, 'photos')
await mkdir(photos)
for (const name of await readdir(join(pictures, 'images')))
  await copyFile(join(pictures, 'images', name), join(photos, name))

const { page, close } = await annotating(photos)
await page.setViewportSize({ width: Number(values.width), height: Number(values.height) })
await page.locator('.model', { hasText: 'Ready' }).waitFor({ timeout: 120_000 })

const bird = samples.find(({ image }) => image.includes('000406'))!
const fish = samples.find(({ image }) => image.includes('000413'))!

await open(bird)
const [quadruped, bottle, otherBird, , , last] = bird.objects
for (const { id, class: name } of [quadruped!, bottle!, otherBird!]) await label(bird, id, name)
const points = await extremePoints(bird, last!.id)
await chooseClass(last!.class)
for (const point of points.slice(0, 3)) await click(bird, point)
await move(bird, points[3]!)
await take('clicks')
await click(bird, points[3]!)
await masked()
await take('dark')
await page.keyboard.press('Enter')

await page.keyboard.press('f')
await open(fish)
for (const { id, class: name } of fish.objects.slice(0, 5)) await label(fish, id, name)
await page.keyboard.press('Shift+R')
await page.locator('.review-bar').waitFor()
await page.waitForTimeout(500)
await take('review')
await page.keyboard.press('Shift+R')
await page.keyboard.press('0')

await page.keyboard.press('Control+k')
await page.getByPlaceholder('What do you want to do?').waitFor()
await page.getByRole('menuitem', { name: 'Dark, light, or as the system' }).click()
await page.locator('html[data-theme=light]').waitFor()
await page.keyboard.press('v')
await page.keyboard.press('w')
await take('light')

await close()

const whole = join(base, 'bird.png')
const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))
const clicks = '221,540 286,482 543,647 364,772'
execFileSync(process.execPath, [
  main,
  'segment',
  join(pictures, bird.image),
  '--points',
  clicks,
  '--overlay',
  whole,
])
await sharp(whole)
  .extract({ left: 80, top: 400, width: 648, height: 450 })
  .jpeg({ quality: 88 })
  .toFile(join(values.out, 'bird.jpg'))
await rm(base, { recursive: true })

/** Shows a photo by a click on it in the list. */
async function open({ image }: Sample): Promise<void> {
  await page.getByRole('option', { name: basename(image) }).click()
  await page.locator('h1', { hasText: basename(image) }).waitFor()
  await page.waitForTimeout(1000)
}

/** An object by its four outermost points, accepted. */
async function label(sample: Sample, object: number, name: string): Promise<void> {
  await chooseClass(name)
  for (const point of await extremePoints(sample, object)) await click(sample, point)
  await masked()
  await page.keyboard.press('Enter')
  await page.locator('.saving.saved').waitFor()
}

async function chooseClass(name: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.keyboard.press('x')
}

/** Resolves when the clicks have been answered. */
async function masked(): Promise<void> {
  await page.waitForTimeout(100)
  await page.locator('.model', { hasText: /Ready · \d+ ms/ }).waitFor()
}

async function extremePoints({ mask, width, height }: Sample, object: number): Promise<readonly Point[]> {
  const { data, info } = await sharp(join(pictures, mask)).raw().toBuffer({ resolveWithObject: true })
  const pixels = Uint8Array.from({ length: width * height }, (_, i) =>
    Number(data[i * info.channels] === object),
  )
  return middleExtremePoints({ width, height, data: pixels })
}

async function place(photo: Sample, point: Point): Promise<[number, number]> {
  const stage = (await page.locator('canvas').first().boundingBox())!
  const percent = Number.parseInt((await page.locator('.zoom').textContent())!, 10)
  const { x, y } = toStage(wholePhoto(photo, stage, percent), point)
  return [stage.x + x, stage.y + y]
}

async function click(photo: Sample, point: Point): Promise<void> {
  await page.mouse.click(...(await place(photo, point)))
}

async function move(photo: Sample, point: Point): Promise<void> {
  await page.mouse.move(...(await place(photo, point)))
}

async function take(name: string): Promise<void> {
  // Without the frame around what has the focus.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(values.out, `annotator-${name}.jpg`), type: 'jpeg', quality: 85 })
}
