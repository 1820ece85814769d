import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitted, toScreen, type Viewport, zoomTo } from '../../src/annotator/canvas/viewport.ts'
import { newObject } from '../../src/document/index.ts'
import { iou, Mask } from '../../src/mask/index.ts'
import type { ImageAnswer, ImagesAnswer, Job } from '../../src/server/browser.ts'
import { pngOf } from '../annotator-project.ts'
import { redModel } from '../red-model.ts'
import { disc, maskOf, redPhoto } from '../red-photo.ts'
import { type AnnotateProcess, startAnnotate } from './annotate-process.ts'
import { chromiumIsHere, launchChromium, openPage } from './chromium.ts'

// One object from its first click to the exported file: the command, its server and store, a real browser, and the
// pointer and keys that a person would use.

const size = { width: 640, height: 480 }
const centre = { x: 300, y: 240 }
const radius = 120

/** Of a photo in which there is more to see than the network does, so that an outline can be refined. */
const large = { width: 900, height: 700 }
const largeCentre = { x: 450, y: 350 }
const largeRadius = 260

/** The canvas on the page after Ctrl+0: the photo pixel for pixel, in the middle. */
async function viewport(page: Page): Promise<Viewport> {
  const canvas = await page.evaluate(() => {
    const { width, height } = document.querySelector('canvas')!
    return { width, height }
  })
  return zoomTo(fitted(size, canvas), 1, size)
}

/** Pixels of the canvas that have just this colour, as a mask; the photo is shown pixel for pixel. */
async function maskOnScreen(page: Page, colour: readonly number[]): Promise<Mask> {
  const { left, top } = await viewport(page)
  const pixels = await page.evaluate(
    ({ colour, left, top, size }) => {
      const canvas = document.querySelector('canvas')!
      const { data } = canvas.getContext('2d')!.getImageData(left, top, size.width, size.height)
      let inside = ''
      for (let i = 0; i < data.length; i += 4)
        inside += colour.every((value, k) => data[i + k] === value) ? '1' : '0'
      return inside
    },
    { colour, left, top, size },
  )
  return Mask.fromBitmap({ ...size, data: Uint8Array.from(pixels, Number) })
}

/** Retried until it is so: a machine may have other things to do. */
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000, interval: 100 })

describe.skipIf(!chromiumIsHere)('the whole path', () => {
  let browser: Browser
  let annotate: AnnotateProcess
  let page: Page & { faults: string[] }
  let base: string

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'dextr-path-'))
    const photos = join(base, 'photos')
    await mkdir(photos)
    const png = await pngOf(redPhoto(size, disc(centre, radius)))
    for (const name of ['first.png', 'second.png']) await writeFile(join(photos, name), png)
    await writeFile(join(photos, 'third.png'), await pngOf(redPhoto(large, disc(largeCentre, largeRadius))))
    const model = join(base, 'red.onnx')
    await writeFile(model, redModel({ channels: ['points', 'include', 'exclude'] }))
    annotate = await startAnnotate(photos, { store: join(base, 'store'), model })
    browser = await launchChromium()
    page = await openPage(browser, annotate.address)
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await annotate?.end()
    await rm(base, { recursive: true, force: true })
  })

  const get = <T>(path: string) =>
    page.evaluate(async path => (await fetch(`/api${path}`)).json(), path) as Promise<T>
  const imageId = async (place: number) => (await get<ImagesAnswer>('/images')).images[place]!.id
  const draftOf = async (place: number) =>
    ((await get<ImageAnswer>(`/images/${await imageId(place)}`)).draft as Draft[] | null)?.[0]?.draft
  const draft = () => draftOf(0)
  const area = (mask: ReturnType<Mask['toRle']> | null | undefined) => (mask ? Mask.fromRle(mask).area : 0)

  /** Where a pixel of the photo is on the page after Ctrl+0. */
  async function place(x: number, y: number): Promise<[number, number]> {
    const stage = (await page.locator('canvas').first().boundingBox())!
    const at = toScreen(await viewport(page), { x, y })
    return [stage.x + at.x, stage.y + at.y]
  }
  const click = async (x: number, y: number) => page.mouse.click(...(await place(x, y)))
  async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await page.mouse.move(...(await place(...from)))
    await page.mouse.down()
    await page.mouse.move(...(await place(...to)), { steps: 8 })
    await page.mouse.up()
  }

  it('leads from four clicks through corrections and a reload to the same mask in a COCO file', async () => {
    for (const name of ['apple', 'pear']) {
      await page.keyboard.press('/')
      await page.keyboard.type(name)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.press('1')
    await page.keyboard.press('x')
    await page.keyboard.press('Control+0')

    await click(centre.x - radius, centre.y)
    await click(centre.x, centre.y - radius)
    await click(centre.x + radius, centre.y)
    await click(centre.x, centre.y + radius)
    await soon(async () => area((await draft())?.mask)).toBeGreaterThan(0.9 * Math.PI * radius ** 2)
    const afterClicks = (await draft())!.mask!

    await drag([centre.x + radius, centre.y], [centre.x + radius - 40, centre.y])
    await expect
      .poll(async () => (await draft())?.prompt.points[2])
      .toEqual({ x: centre.x + radius - 40, y: centre.y })
    await soon(async () => area((await draft())?.mask)).toBeLessThan(area(afterClicks))
    const afterDrag = (await draft())!.mask!

    await page.keyboard.press('b')
    await drag([500, 60], [560, 100])
    await soon(async () => area((await draft())?.mask)).toBeGreaterThan(area(afterDrag) + 1000)

    for (let k = 0; k < 3; k++) await page.keyboard.press('Control+z')
    await soon(async () => (await draft())?.prompt.points.length).toBe(3)
    await page.keyboard.press('Control+Shift+z')
    await soon(async () => (await draft())?.mask).toEqual(afterClicks)

    await page.keyboard.press('2')
    await page.keyboard.press('d')
    await page.locator('h1', { hasText: 'second' }).waitFor()
    await page.locator('.saving.saved').waitFor()
    await page.reload()
    await page.locator('h1', { hasText: 'second' }).waitFor()
    await page.keyboard.press('a')
    await page.locator('h1', { hasText: 'first' }).waitFor()
    await page.getByRole('row', { name: /pear/ }).last().waitFor()
    await page.keyboard.press('Control+0')

    const { objects } = await get<ImageAnswer>(`/images/${await imageId(0)}`)
    expect(objects.length).toBe(1)
    expect(objects[0]).toMatchObject({
      mask: afterClicks,
      edited: false,
      prompt: { points: [{}, {}, {}, {}] },
    })

    // With all colour over the object, the inside is the second colour of the palette, to the pixel.
    for (let k = 0; k < 6; k++) await page.keyboard.press('.')
    const truth = Mask.fromRle(afterClicks)
    await soon(async () => (await maskOnScreen(page, [0xe6, 0x9f, 0x00])).equals(truth)).toBe(true)

    const exported = await exportCoco()
    expect(exported.annotations.length).toBe(1)
    expect(exported.annotations[0]!.segmentation).toEqual(afterClicks)
    expect(exported.categories.find(({ id }) => id === exported.annotations[0]!.category_id)?.name).toBe(
      'pear',
    )

    await page.keyboard.press('Control+z')
    await page.locator('.notice', { hasText: 'Undone: Add pear' }).waitFor()
    expect(page.faults).toEqual([])
  })

  it('is walked by keys alone, and clicks that are no object yet outlast a reload', async () => {
    await page.keyboard.press('d')
    await page.locator('h1', { hasText: 'second' }).waitFor()
    await page.keyboard.press('x')
    await page.keyboard.press('Control+0')
    // The pointer of the arrow keys begins in the middle of the photo, or where the mouse was.
    await page.mouse.move(...(await place(320, 240)))
    const go = async (key: string, tens: number) => {
      for (let k = 0; k < tens; k++) await page.keyboard.press(`Shift+${key}`)
    }
    await go('ArrowLeft', 14)
    await page.keyboard.press('Space')
    await go('ArrowRight', 12)
    await go('ArrowUp', 12)
    await page.keyboard.press('Space')
    const points = async () => (await draftOf(1))?.prompt.points
    await soon(points).toHaveLength(2)
    await page.reload()
    await page.locator('h1', { hasText: 'second' }).waitFor()
    await page.keyboard.press('Control+0')
    await page.mouse.move(...(await place(300, 240)))
    await go('ArrowRight', 12)
    await page.keyboard.press('Space')
    await soon(points).toHaveLength(3)
    await go('ArrowLeft', 12)
    await go('ArrowDown', 12)
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    const objects = async () => (await get<ImageAnswer>(`/images/${await imageId(1)}`)).objects
    await soon(async () => (await objects()).length).toBe(1)
    const mask = Mask.fromRle((await objects())[0]!.mask!)
    expect(iou(mask, maskOf(size, disc(centre, radius)))).toBeGreaterThan(0.97)
    expect(page.faults).toEqual([])
  })

  it('brings an outline that lies beside the edge back to it', async () => {
    const id = await imageId(2)
    const truth = maskOf(large, disc(largeCentre, largeRadius))
    const beside = maskOf(large, disc(largeCentre, largeRadius + 6)).toRle()
    expect(iou(Mask.fromRle(beside), truth)).toBeLessThan(0.96)
    await page.evaluate(
      async body => {
        const headers = { 'content-type': 'application/json' }
        await fetch('/api/commands', { method: 'POST', headers, body })
      },
      JSON.stringify({
        id: 'beside',
        command: { type: 'addObjects', label: 'Add', objects: [newObject({ image: id, mask: beside })] },
      }),
    )
    await page.keyboard.press('d')
    await page.locator('h1', { hasText: 'third' }).waitFor()
    await page.getByRole('row', { name: 'mask' }).waitFor()
    await page.keyboard.press('w')
    await page.keyboard.press('g')
    const outline = async () =>
      iou(Mask.fromRle((await get<ImageAnswer>(`/images/${id}`)).objects[0]!.mask!), truth)
    await soon(outline).toBeGreaterThan(0.97)
    expect(page.faults).toEqual([])
  })

  type Draft = { draft: { prompt: { points: object[] }; mask: ReturnType<Mask['toRle']> | null } }
  type Coco = {
    annotations: { segmentation: { size: number[]; counts: string }; category_id: number }[]
    categories: { id: number; name: string }[]
  }

  async function exportCoco(): Promise<Coco> {
    const { id } = await page.evaluate(async () => {
      const body = JSON.stringify({ kind: 'export', format: 'coco' })
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/jobs', { method: 'POST', headers, body })).json()
    })
    const job = async () => (await get<{ jobs: Job[] }>('/jobs')).jobs.find(job => job.id === id)
    await soon(async () => (await job())?.state).toBe('done')
    const bytes = await page.evaluate(
      async id => Array.from(new Uint8Array(await (await fetch(`/api/jobs/${id}/download`)).arrayBuffer())),
      id,
    )
    const files = unzipSync(Uint8Array.from(bytes))
    const name = Object.keys(files).find(file => file.endsWith('.json'))!
    return JSON.parse(new TextDecoder().decode(files[name]!)) as Coco
  }
})
