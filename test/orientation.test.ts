import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decode } from '../src/image/node.ts'
import { startServer } from '../src/server/index.ts'
import type { ImagesAnswer } from '../src/server/messages.ts'
import { chromiumIsHere, launchChromium } from './annotator/chromium.ts'
import { annotatorProject, type TestProject } from './annotator-project.ts'

// A click is at the same pixel for who clicks and for the network only when both turn a photo in the same way.

const formats = ['jpeg', 'png', 'webp', 'tiff'] as const
const orientations = [1, 2, 3, 4, 5, 6, 7, 8]

/** Blocks of 8 pixels, all of different colours, which JPEG leaves nearly as they are. */
const blocks = () => {
  const [width, height] = [48, 32]
  const data = new Uint8Array(3 * width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 3)
      data.set([40 * Math.floor(x / 8), 60 * Math.floor(y / 8), 120 + 5 * Math.floor(x / 8)], i)
  return sharp(data, { raw: { width, height, channels: 3 } })
}

describe.skipIf(!chromiumIsHere)('page and server', () => {
  let project: TestProject
  let server: Awaited<ReturnType<typeof startServer>>
  let browser: Browser

  beforeAll(async () => {
    const files: Record<string, Uint8Array> = {}
    for (const format of formats)
      for (const orientation of orientations)
        files[`${format}-${orientation}.${format}`] = await blocks()
          .withMetadata({ orientation })
          .toFormat(format, format === 'webp' ? { lossless: true } : { quality: 95 })
          .toBuffer()
    project = await annotatorProject(files)
    server = await startServer(project.annotator, {
      host: '127.0.0.1',
      port: 0,
      page: join(project.base, 'page'),
    })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
    await project.close()
  })

  it('see the same pixels at the same places, however a photo lies', async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(server.url)
    const { images } = await project.get<ImagesAnswer>('/images')
    expect(images).toHaveLength(formats.length * orientations.length)
    for (const { id, path, width, height } of images) {
      const shown = await page.evaluate(async id => {
        const photo = await (await fetch(`/api/images/${id}/photo`)).blob()
        const bitmap = await createImageBitmap(photo)
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
        context.drawImage(bitmap, 0, 0)
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
        return { width: bitmap.width, height: bitmap.height, data: [...data] }
      }, id)
      const seen = await decode(join(project.photos, path))
      expect([shown.width, shown.height, width, height], path).toEqual([
        seen.width,
        seen.height,
        seen.width,
        seen.height,
      ])
      const furthest = Math.max(
        ...seen.data.map((value, i) => Math.abs(value - shown.data[4 * Math.floor(i / 3) + (i % 3)]!)),
      )
      expect(furthest, path).toBeLessThanOrEqual(path.endsWith('jpeg') ? 3 : 0)
    }
  })
})
