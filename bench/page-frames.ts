// How much work is a frame of the annotator's page, with 1,000 irregular objects on a photo of 12 megapixels, one of
// them being edited and every edit being saved, while the photo is zoomed and moved?
//
//   npm run build && node dist/bench/page-frames.js [--objects 1000] [--wall]
//
// A frame's work is the processor time of the main thread in the task of the frame: script, style, painting. It does
// not grow when the machine does other things; --wall prints the time on the clock beside it.

import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { newId, newObject, type ObjectRecord } from '../src/document/index.ts'
import { random } from '../src/image/index.ts'
import { Mask } from '../src/mask/index.ts'
import type { ImagesAnswer } from '../src/server/browser.ts'
import { annotating } from './annotate-server.ts'
import { largePhoto } from './large-photo.ts'
import { machine } from './machine.ts'
import { frameTasks, percentileLine, traced } from './trace.ts'

const { values } = parseArgs({
  options: { objects: { type: 'string', default: '1000' }, wall: { type: 'boolean', default: false } },
})
const photos = await mkdtemp(join(tmpdir(), 'dextr-bench-photos-'))
await copyFile((await largePhoto()).path, join(photos, 'photo.jpg'))
const { browser, page, server, close } = await annotating(photos)
const size = { width: 4000, height: 3000 }

const classes = ['apple', 'bird', 'cup', 'door'].map((name, order) => ({
  id: newId(),
  name,
  color: order,
  order,
}))
for (const record of classes)
  await command({ type: 'addClass', label: `New class ${record.name}`, class: record })
const image = (await server.get<ImagesAnswer>('/images')).images[0]!.id
const objects = irregularObjects(Number(values.objects))
for (let k = 0; k < objects.length; k += 100)
  await command({ type: 'addObjects', label: 'Import', objects: objects.slice(k, k + 100) })
await page.reload()
await page.getByRole('row').nth(8).waitFor()
await page.waitForTimeout(3000)

const vertices = objects.map(object => Mask.fromRle(object.mask!).outline(0).vertices).sort((a, b) => a - b)
console.log(machine(`Chromium ${browser.version()} without a graphics card, 1280×720`))
console.log(
  `${objects.length} objects with ${vertices[0]} to ${vertices.at(-1)} vertices, ${size.width}×${size.height}\n`,
)
console.log('work per frame, ms    frames   median      90 %      99 %   largest')

const stage = (await page.locator('canvas').first().boundingBox())!
const middle = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 }
await page.keyboard.press('v')
for (let k = 0; k < 40 && !(await page.locator('.details').count()); k++)
  await page.mouse.click(middle.x + 7 * k, middle.y + 3 * k)
await page.mouse.move(middle.x, middle.y)

await measured('zooming in', 60, () => page.mouse.wheel(0, -60))
await measured('zooming out', 60, () => page.mouse.wheel(0, 60))
for (let k = 0; k < 25; k++) await page.mouse.wheel(0, -60)
await page.waitForTimeout(1000)
await page.mouse.down({ button: 'middle' })
await measured('moving', 150, k =>
  page.mouse.move(middle.x + 300 * Math.sin(k / 15), middle.y + 200 * Math.sin(k / 11)),
)
await page.mouse.up({ button: 'middle' })
await close()
await rm(photos, { recursive: true })

async function command(edit: object): Promise<void> {
  const answer = await server.ask('/commands', { id: newId(), command: edit })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Leaves of different sizes with ragged edges, all over the photo, many over others. */
function irregularObjects(count: number): ObjectRecord[] {
  const next = random(1)
  return Array.from({ length: count }, (_, z) => {
    const [x, y, radius] = [60 + next() * 3880, 60 + next() * 2880, 35 + next() * 60]
    const [a, b, c] = [6 * next(), 6 * next(), 6 * next()]
    const ring: number[] = []
    for (let k = 0; k < 240; k++) {
      const turn = (k * Math.PI) / 120
      const waves =
        0.25 * Math.sin(3 * turn + a) + 0.12 * Math.sin(7 * turn + b) + 0.05 * Math.sin(17 * turn + c)
      const length = radius * (1 + waves + 0.04 * (next() - 0.5))
      ring.push(x + length * Math.cos(turn), y + length * Math.sin(turn))
    }
    return newObject({
      image,
      class: classes[z % classes.length]!.id,
      mask: Mask.fromPolygons([ring], size).toRle(),
      edited: true,
      z,
    })
  })
}

/** Repeats an act at 60 a second, with an edit of the selected object every half second, and prints the frames' work. */
async function measured(name: string, times: number, act: (k: number) => Promise<void>): Promise<void> {
  const events = await traced(browser, async () => {
    for (let k = 0; k < times; k++) {
      await act(k)
      if (k % 30 === 15) await page.keyboard.press(String(1 + (Math.floor(k / 30) % classes.length)))
      await page.waitForTimeout(1000 / 60)
    }
  })
  const frames = frameTasks(events)
  console.log(
    percentileLine(
      name,
      frames.map(frame => frame.tdur ?? frame.dur),
    ),
  )
  if (values.wall)
    console.log(
      percentileLine(
        '  on the clock',
        frames.map(frame => frame.dur),
      ),
    )
}
