import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as node from '../dist/src/index.js'
import { iou, Mask } from '../src/mask/index.ts'
import { redModel } from './red-model.ts'
import { disc, discPoints, redPhoto } from './red-photo.ts'
import { type Server, serve } from './serve.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const dist = new URL('../dist/', import.meta.url)

const models = new URL('../models/', import.meta.url)
const shipped = new URL('dextr-int8.onnx', models)

const size = { width: 800, height: 600 }
const centre = { x: 410, y: 290 }
const points = discPoints(centre, 180)
const pixels = redPhoto(size, disc(centre, 180))

const launch = (...more: string[]) =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })

/** The browser build as a page loads it without any tool. */
const html = `<!doctype html><title>dextr</title>
<script type="importmap">{ "imports": { "dextr": "/dist/browser/dextr.js" } }</script>
<script type="module">import * as dextr from 'dextr'; globalThis.dextr = dextr</script>`

describe.skipIf(!existsSync(executablePath))('in a browser', () => {
  let browser: Browser
  let server: Server
  let isolated: Server
  let page: Page
  const photos: Record<string, Uint8Array> = {}

  beforeAll(async () => {
    const picture = sharp(pixels.data, { raw: { ...size, channels: 3 } })
    photos['/photo.png'] = await picture.clone().png().toBuffer()
    photos['/photo.jpg'] = await picture.clone().jpeg({ quality: 95 }).toBuffer()
    const turned = picture.clone().rotate(90).keepExif().withMetadata({ orientation: 8 })
    photos['/turned.jpg'] = await turned.jpeg({ quality: 95 }).toBuffer()
    const files = {
      ...photos,
      '/index.html': html,
      '/model.onnx': redModel(),
      '/words.jpg': 'these are words',
    }
    server = await serve({ '/dist/': dist, '/models/': models }, files)
    isolated = await serve({ '/dist/': dist, '/models/': models }, files, true)
    browser = await launch('--disable-gpu')
    page = await browser.newPage()
    await page.goto(`${server.address}/index.html`)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await isolated?.close()
  })

  async function inNode(photo: string, model: Uint8Array | URL = redModel()): Promise<Mask> {
    await using dextr = await node.Dextr.load(model)
    const opened = await dextr.open(photos[photo]!)
    expect(opened).toMatchObject(size)
    return Mask.fromRle((await opened.segment(points)).toRle())
  }

  it('the library gives what it gives in Node', async () => {
    const names = await page.evaluate(() => Object.keys((globalThis as unknown as InPage).dextr))
    expect(names.sort()).toEqual(Object.keys(node).sort())
  })

  for (const photo of ['/photo.png', '/photo.jpg', '/turned.jpg'])
    it(`the mask of ${photo} equals that in Node`, async () => {
      const rle = await page.evaluate(segmentAddress, { photo, points })
      expect(iou(Mask.fromRle(rle.mask), await inNode(photo))).toBeGreaterThanOrEqual(0.999)
      expect(rle.runtime).toMatch(/^onnxruntime-web .*, 1 thread$/)
    })

  it.skipIf(!existsSync(shipped))('the mask of the shipped model equals that in Node', async () => {
    const photo = '/photo.png'
    const { mask } = await page.evaluate(segmentAddress, { photo, points, model: 'shipped' })
    expect(iou(Mask.fromRle(mask), await inNode(photo, shipped))).toBeGreaterThanOrEqual(0.999)
  })

  it('photos may be Blobs and ImageData', async () => {
    const masks = await page.evaluate(segmentBlobAndPixels, { photo: '/photo.png', points })
    const expected = await inNode('/photo.png')
    for (const mask of masks) expect(iou(Mask.fromRle(mask), expected)).toBeGreaterThanOrEqual(0.999)
  })

  it('several threads run in a cross-origin isolated page', async () => {
    const other = await browser.newPage()
    await other.goto(`${isolated.address}/index.html`)
    const rle = await other.evaluate(segmentAddress, { photo: '/photo.png', points, threads: 2 })
    expect(rle.runtime).toMatch(/, 2 threads$/)
    expect(iou(Mask.fromRle(rle.mask), await inNode('/photo.png'))).toBeGreaterThanOrEqual(0.999)
    await other.close()
  })

  it('a graphics card gives what the processor gives, or its absence is named', async () => {
    const request = { photo: '/photo.png', points, device: 'webgpu' } as const
    await expect(page.evaluate(segmentAddress, request)).rejects.toThrow(/does not take it on webgpu/)
    // Chromium brings a graphics card of its own, in software.
    const other = await launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader')
    const withCard = await other.newPage()
    await withCard.goto(`${server.address}/index.html`)
    const { mask, runtime } = await withCard.evaluate(segmentAddress, request)
    expect(runtime).toMatch(/^onnxruntime-web .*, WebGPU$/)
    expect(iou(Mask.fromRle(mask), await inNode('/photo.png'))).toBeGreaterThanOrEqual(0.999)
    await other.close()
  })

  it('timers fire during a segmentation, an aborted one rejects, and the newest request wins', async () => {
    expect(await page.evaluate(interact, { points })).toEqual({
      ticks: true,
      aborted: 'AbortError',
      outcomes: ['AbortError', 'fulfilled'],
    })
  })

  it('files that are not there or no pictures are refused with their name', async () => {
    const messages = await page.evaluate(refusals)
    expect(messages[0]).toMatch(/^ModelFileError: \/none.onnx: the server answers 404/)
    expect(messages[1]).toMatch(/^ModelFileError: .*photo.png is not an ONNX file/)
    expect(messages[2]).toMatch(/^ImageFileError: \/none.jpg: the server answers 404/)
    expect(messages[3]).toMatch(/^ImageFileError: \/words.jpg: not a picture/)
  })
})

// What follows runs in the page.

type InPage = { readonly dextr: typeof import('../dist/src/index.js') }

type Request = {
  photo: string
  points: [number, number][]
  threads?: number
  model?: string
  device?: 'webgpu'
}

async function segmentAddress({ photo, points, threads, model = '/model.onnx', device }: Request) {
  const { Dextr } = (globalThis as unknown as InPage).dextr
  const dextr = await Dextr.load(model === 'shipped' ? undefined : model, { threads, device })
  const opened = await dextr.open(photo)
  const mask = await opened.segment(points)
  await dextr.dispose()
  return { mask: mask.toRle(), runtime: dextr.runtime }
}

async function segmentBlobAndPixels({ photo, points }: Request) {
  const { Dextr } = (globalThis as unknown as InPage).dextr
  const dextr = await Dextr.load(await (await fetch('/model.onnx')).blob())
  const blob = await (await fetch(photo)).blob()
  const bitmap = await createImageBitmap(blob)
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  const data = context.getImageData(0, 0, bitmap.width, bitmap.height)
  const masks = []
  for (const source of [blob, data, new Uint8Array(await blob.arrayBuffer())])
    masks.push((await (await dextr.open(source)).segment(points)).toRle())
  await dextr.dispose()
  return masks
}

async function interact({ points }: { points: [number, number][] }) {
  const { Dextr } = (globalThis as unknown as InPage).dextr
  const dextr = await Dextr.load('/model.onnx')
  const photo = await dextr.open('/photo.png')
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  await photo.segment(points)
  clearInterval(timer)
  const controller = new AbortController()
  const call = photo.segment(points, { signal: controller.signal })
  controller.abort()
  const aborted = await call.catch((error: Error) => error.name)
  const object = photo.object()
  const outcomes = await Promise.allSettled([object.segment(points), object.segment(points)])
  await dextr.dispose()
  return {
    ticks: ticks > 0,
    aborted,
    outcomes: outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason.name : outcome.status)),
  }
}

async function refusals() {
  const { Dextr } = (globalThis as unknown as InPage).dextr
  const dextr = await Dextr.load('/model.onnx')
  const calls = [
    () => Dextr.load('/none.onnx'),
    () => Dextr.load('/photo.png'),
    () => dextr.open('/none.jpg'),
    () => dextr.open('/words.jpg'),
  ]
  const messages: string[] = []
  for (const call of calls) await call().catch(error => messages.push(`${error.name}: ${error.message}`))
  await dextr.dispose()
  return messages
}
