import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decode, ImageFileError } from '../../image/node.ts'
import { type Picture, shownPhoto } from './shown.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dextr-shown-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function bytesOf({ body }: Picture): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body as ReadableStream).arrayBuffer())
}

const colours = (width: number, height: number) =>
  sharp(
    Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 37) % 256),
    { raw: { width, height, channels: 3 } },
  )

/** Values from `low` on, one more at every pixel. */
const deepGrey = (width: number, height: number, low: number) =>
  sharp(
    Uint16Array.from({ length: width * height }, (_, i) => low + i),
    { raw: { width, height, channels: 1 } },
  ).toColourspace('grey16')

describe('a photo in the browser', () => {
  it('is the file itself where browsers can show it', async () => {
    for (const [format, type] of [
      ['jpeg', 'image/jpeg'],
      ['png', 'image/png'],
      ['webp', 'image/webp'],
      ['gif', 'image/gif'],
      ['avif', 'image/avif'],
    ] as const) {
      const path = await file(`plain.${format}`, await colours(24, 16).toFormat(format).toBuffer())
      const picture = await shownPhoto(path)
      expect(picture.type).toBe(type)
      expect(await bytesOf(picture)).toEqual(new Uint8Array(await readFile(path)))
    }
  })

  it('has the pixels that the network sees, however it lies', async () => {
    for (let orientation = 1; orientation <= 8; orientation++)
      for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
        const bytes = await colours(24, 16).withMetadata({ orientation }).toFormat(format).toBuffer()
        const path = await file(`${orientation}.${format}`, bytes)
        const shown = await bytesOf(await shownPhoto(path))
        // What is not JPEG is upright as it comes: nothing is left to the browser's way with EXIF.
        if (format !== 'jpeg') {
          const { orientation: left } = await sharp(shown).metadata()
          expect(left ?? 1, `${format} ${orientation}`).toBe(1)
        }
        expect(await decode(shown), `${format} ${orientation}`).toEqual(await decode(path))
      }
  })

  it('is the first frame of what moves', async () => {
    const frames = [10, 200].map(value => Buffer.alloc(3 * 8 * 8, value))
    const bytes = await sharp(Buffer.concat(frames), {
      raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
    })
      .gif({ delay: [50, 50] })
      .toBuffer()
    const { type, body } = await shownPhoto(await file('moving.gif', bytes))
    expect(type).toBe('image/png')
    expect((await sharp(body as Uint8Array).metadata()).height).toBe(8)
  })

  it('is spread from black to white where it is 16 bits deep', async () => {
    const path = await file('deep.png', await deepGrey(40, 25, 3000).png().toBuffer())
    const { type, body } = await shownPhoto(path)
    expect(type).toBe('image/png')
    const { data } = await decode(body as Uint8Array)
    expect(data).toEqual((await decode(path)).data)
    expect([data[0], data.at(-1)]).toEqual([0, 255])
  })

  it('shows the brightness between two percentiles, and leaves the file alone', async () => {
    const path = await file('window.png', await deepGrey(40, 25, 3000).png().toBuffer())
    const before = await readFile(path)
    const { body } = await shownPhoto(path, { low: 20, high: 60 })
    const { data } = await sharp(body as Uint8Array)
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[199]).toBe(0)
    expect(data[600]).toBe(255)
    expect(data[400]).toBeCloseTo(127, -1)
    expect(await readFile(path)).toEqual(before)
  })

  it('can be brighter though it is 8 bits deep and coloured', async () => {
    const path = await file('dark.png', await colours(24, 16).png().toBuffer())
    const { body } = await shownPhoto(path, { low: 0, high: 50 })
    const [shown, seen] = [await decode(body as Uint8Array), await decode(path)]
    expect(shown.width).toBe(24)
    expect(shown.data.reduce((a, b) => a + b, 0)).toBeGreaterThan(1.4 * seen.data.reduce((a, b) => a + b, 0))
  })

  it('is refused when it is none, saying why', async () => {
    await expect(shownPhoto(await file('text.jpg', Buffer.from('hello')))).rejects.toThrow(ImageFileError)
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic0000')])
    await expect(shownPhoto(await file('phone.heic', heic))).rejects.toThrow('HEIC is not supported')
  })
})
