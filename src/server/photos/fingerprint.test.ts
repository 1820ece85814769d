import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ImageFileError } from '../../image/node.ts'
import { fingerprint } from './fingerprint.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dextr-fingerprint-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const picture = (width: number, height: number) =>
  sharp(
    Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 7919) % 251),
    { raw: { width, height, channels: 3 } },
  )

describe('the fingerprint of a photo', () => {
  it('is the size as people see it, for every way a photo lies', async () => {
    for (let orientation = 1; orientation <= 8; orientation++)
      for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
        const bytes = await picture(30, 20).withMetadata({ orientation }).toFormat(format).toBuffer()
        const { width, height } = await fingerprint(await file(`${orientation}.${format}`, bytes))
        const lies = orientation >= 5
        expect([width, height], `${format} ${orientation}`).toEqual(lies ? [20, 30] : [30, 20])
      }
  })

  it('stays when the file is copied, and changes with a byte anywhere in what is looked at', async () => {
    const bytes = Buffer.concat([await picture(60, 50).png().toBuffer(), Buffer.alloc(200_000)])
    const { hash } = await fingerprint(await file('a.png', bytes))
    expect(hash).toMatch(/^[0-9a-f]{32}$/)
    expect((await fingerprint(await file('b.png', bytes))).hash).toBe(hash)
    for (const place of [2000, bytes.length - 1]) {
      const other = Buffer.from(bytes)
      other[place]! ^= 1
      expect((await fingerprint(await file('c.png', other))).hash, `${place}`).not.toBe(hash)
    }
    const longer = Buffer.concat([bytes, Buffer.from([0])])
    expect((await fingerprint(await file('d.png', longer))).hash).not.toBe(hash)
  })

  it('is refused for what is no picture', async () => {
    const text = await file('text.jpg', Buffer.from('not a picture'))
    await expect(fingerprint(text)).rejects.toThrow(ImageFileError)
    const empty = await file('empty.jpg', Buffer.alloc(0))
    await expect(fingerprint(empty)).rejects.toThrow('the file is empty')
  })
})
