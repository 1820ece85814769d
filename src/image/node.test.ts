import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decode, ImageFileError, imageSize, jpegRoundTrip } from './node.ts'

/** 3 × 2 pixels: red, green, blue above white, grey, black. */
const small = {
  width: 3,
  height: 2,
  channels: 3,
  data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 128, 128, 128, 0, 0, 0),
} as const
const picture = () => sharp(small.data, { raw: { width: 3, height: 2, channels: 3 } })
const raw = (data: Uint8Array | Uint16Array, width: number, height: number, channels: 1 | 2 | 3 | 4) =>
  sharp(data, { raw: { width, height, channels } })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dextr-image-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('decode', () => {
  it('reads bytes, a path and a file URL, whatever the file is called', async () => {
    const bytes = await picture().png().toBuffer()
    const path = join(folder, 'a "photo" [page=1], 100 %\n.png')
    await writeFile(path, bytes)
    for (const source of [bytes, new Uint8Array(bytes), path, pathToFileURL(path)])
      expect(await decode(source)).toEqual(small)
  })

  for (const format of ['png', 'webp', 'tiff', 'gif', 'avif', 'jpeg'] as const)
    it(`reads ${format}`, async () => {
      const even = raw(new Uint8Array(48 * 32 * 3).fill(100), 48, 32, 3)
      const { width, height, channels, data } = await decode(await even.toFormat(format).toBuffer())
      expect([width, height, channels]).toEqual([48, 32, 3])
      for (const value of data) expect(Math.abs(value - 100)).toBeLessThanOrEqual(2)
    })

  it('turns a photo as its EXIF orientation says', async () => {
    // What a viewer shows of the picture stored as a b c / d e f.
    const shown: Record<number, string> = {
      1: 'abc/def',
      2: 'cba/fed',
      3: 'fed/cba',
      4: 'def/abc',
      5: 'ad/be/cf',
      6: 'da/eb/fc',
      7: 'fc/eb/da',
      8: 'cf/be/ad',
    }
    const letters = Uint8Array.from('abcdef', letter => letter.charCodeAt(0))
    const stored = Uint8Array.from({ length: 18 }, (_, i) => letters[Math.floor(i / 3)]!)
    for (const [orientation, expected] of Object.entries(shown)) {
      const file = await raw(stored, 3, 2, 3)
        .withMetadata({ orientation: Number(orientation) })
        .png()
        .toBuffer()
      const { width, height, data } = await decode(file)
      const rows = Array.from({ length: height }, (_, y) =>
        String.fromCharCode(
          ...data.subarray(y * width * 3, (y + 1) * width * 3).filter((_, i) => i % 3 === 0),
        ),
      )
      expect(rows.join('/')).toBe(expected)
      expect(await imageSize(file)).toEqual({ width, height })
    }
  })

  it('gives grey, with and without a palette or alpha, three equal channels', async () => {
    const greys = Uint8Array.of(0, 50, 100, 150, 200, 255)
    const expected = Uint8Array.from({ length: 18 }, (_, i) => greys[Math.floor(i / 3)]!)
    const grey = raw(greys, 3, 2, 1).toColourspace('b-w')
    for (const file of [
      await grey.clone().png().toBuffer(),
      await grey.clone().png({ palette: true }).toBuffer(),
    ])
      expect((await decode(file)).data).toEqual(expected)
    const withAlpha = Uint8Array.from({ length: 12 }, (_, i) => (i % 2 ? 255 : greys[i / 2]!))
    const file = await raw(withAlpha, 3, 2, 2).toColourspace('b-w').png().toBuffer()
    expect((await decode(file)).data).toEqual(expected)
  })

  it('puts transparent pixels on white', async () => {
    const file = await raw(Uint8Array.of(200, 0, 0, 255, 200, 0, 0, 0, 0, 0, 0, 128), 3, 1, 4)
      .png()
      .toBuffer()
    const { data } = await decode(file)
    expect([...data.subarray(0, 6)]).toEqual([200, 0, 0, 255, 255, 255])
    expect(Math.abs(data[6]! - 127)).toBeLessThanOrEqual(1)
  })

  it('reads palettes', async () => {
    const file = await picture().png({ palette: true }).toBuffer()
    expect((await sharp(file).metadata()).isPalette).toBe(true)
    expect(await decode(file)).toEqual(small)
  })

  it('reads CMYK', async () => {
    const orange = raw(
      Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => [250, 130, 10][i % 3]!),
      16,
      16,
      3,
    )
    const file = await orange.toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(file).metadata()).space).toBe('cmyk')
    const { channels, data } = await decode(file)
    expect(channels).toBe(3)
    const [r, g, b] = data as unknown as [number, number, number]
    expect(r).toBeGreaterThan(220)
    expect(Math.abs(g - 130)).toBeLessThan(20)
    expect(b).toBeLessThan(60)
  })

  for (const format of ['gif', 'webp'] as const)
    it(`takes the first frame of an animated ${format}`, async () => {
      const frames = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => (i < 48 ? 250 : 5))
      const strip = sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
      const file = await (format === 'gif' ? strip.gif() : strip.webp({ lossless: true })).toBuffer()
      expect((await sharp(file).metadata()).pages).toBe(2)
      const { width, height, data } = await decode(file)
      expect([width, height]).toEqual([4, 4])
      expect(Math.min(...data)).toBeGreaterThan(240)
    })

  it('reads pictures one pixel high, one wide, and of one pixel', async () => {
    for (const [width, height] of [
      [7, 1],
      [1, 7],
      [1, 1],
    ] as const) {
      const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => 10 * i)
      const file = await raw(data, width, height, 3).png().toBuffer()
      expect(await decode(file)).toEqual({ width, height, channels: 3, data })
    }
  })

  describe('of more than 8 bits', () => {
    const deep = (values: number[], channels: 1 | 3, space: 'grey16' | 'rgb16') =>
      raw(Uint16Array.from(values), values.length / channels, 1, channels)
        .toColourspace(space)
        .png()
        .toBuffer()
    const reds = (data: Uint8Array) => [...data.filter((_, i) => i % 3 === 0)]

    it('keeps the upper 8 bits of colours', async () => {
      const { data } = await decode(await deep([0, 255, 256, 32767, 32768, 65535], 3, 'rgb16'))
      expect([...data]).toEqual([0, 0, 1, 127, 128, 255])
    })

    it('stretches greys, which often use few of their bits, from the darkest to the lightest', async () => {
      const { data } = await decode(await deep([1000, 1500, 2000, 3000], 1, 'grey16'))
      expect(reds(data)).toEqual([0, 64, 128, 255])
    })

    it('is not misled by a few hot pixels, nor blinded when all but a few are black', async () => {
      const noisy = Array.from({ length: 4000 }, (_, i) => 1000 + (i % 1001))
      noisy[17] = 65535
      const middle = reds((await decode(await deep(noisy, 1, 'grey16'))).data)[500]!
      expect(Math.abs(middle - 128)).toBeLessThan(3)
      const stars = new Array<number>(4000).fill(0)
      stars[17] = 300
      expect(reds((await decode(await deep(stars, 1, 'grey16'))).data)[17]).toBe(255)
    })

    it('stretches floating point greys too', async () => {
      const { width, height, data } = await decode(floatTiff([0.25, 0.5, 0.75, 1.25]))
      expect([width, height]).toEqual([4, 1])
      expect(reds(data)).toEqual([0, 64, 128, 255])
    })
  })
})

describe('what cannot be read is refused with the name of the file and what to do', () => {
  const large = () =>
    raw(
      Uint8Array.from({ length: 200 * 100 * 3 }, (_, i) => (i * 7919) % 256),
      200,
      100,
      3,
    )
  const messageOf = (source: string | Uint8Array) =>
    decode(source, 'bear.jpg').then(
      () => 'no error',
      error => (error instanceof ImageFileError ? error.message : `${error}`),
    )

  it('a missing file and a folder', async () => {
    const missing = join(folder, 'missing.jpg')
    expect(await messageOf(missing)).toBe(`${missing}: there is no such file`)
    expect(await messageOf(folder)).toBe(`${folder}: this is a folder; name a picture in it`)
  })

  it('an empty file', async () => {
    expect(await messageOf(new Uint8Array())).toBe('bear.jpg: the file is empty; copy or download it again')
  })

  it('a text file named .jpg', async () => {
    const message = await messageOf(Buffer.from('once upon a time\n'))
    expect(message).toMatch(/^bear\.jpg: not a picture \(it begins with "once upon a "\); expected JPEG, PNG/)
  })

  for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)
    it(`a ${format} that is cut off`, async () => {
      const file = await large().toFormat(format).toBuffer()
      for (const part of [0.3, 0.9])
        expect(await messageOf(file.subarray(0, part * file.length))).toMatch(
          /^bear\.jpg: damaged or cut off \(.+\); copy or download it again$/,
        )
    })

  it('HEIC, which the decoder lacks', async () => {
    const file = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'.padEnd(200, '\0'))
    expect(await messageOf(file)).toBe('bear.jpg: HEIC is not supported; save it as JPEG or PNG')
  })

  it('more pixels than fit in memory, before they are decoded', async () => {
    const file = await large().png().toBuffer()
    file.writeUInt32BE(40_000, 16) // the width in a PNG's header
    file.writeUInt32BE(30_000, 20)
    expect(await messageOf(withHeaderChecksum(file))).toBe(
      'bear.jpg: 40000 × 30000 pixels, more than 300 million; make it smaller first',
    )
  })
})

describe('jpegRoundTrip', () => {
  it('changes a picture little at high quality and much at low', async () => {
    const data = Uint8Array.from(
      { length: 64 * 64 * 3 },
      (_, i) => 128 + 60 * Math.sin(i / 29) + 40 * Math.cos(i / 7),
    )
    const image = { width: 64, height: 64, channels: 3, data }
    const error = async (quality: number) => {
      const { data: after, ...rest } = await jpegRoundTrip(image, quality)
      expect(rest).toEqual({ width: 64, height: 64, channels: 3 })
      return after.reduce((sum, value, i) => sum + Math.abs(value - data[i]!), 0) / data.length
    }
    expect(await error(10)).toBeGreaterThan(3 * (await error(95)))
  })

  it('refuses other than three channels', async () => {
    const grey = { width: 2, height: 1, channels: 1, data: new Uint8Array(2) }
    await expect(jpegRoundTrip(grey, 80)).rejects.toThrow('jpegRoundTrip: 1 channels, expected 3')
  })
})

/** A TIFF of one row of 32-bit floating point greys, which sharp does not write. */
function floatTiff(values: number[]): Uint8Array {
  const entries = [
    [256, values.length], // width
    [257, 1], // height
    [258, 32], // bits
    [259, 1], // uncompressed
    [262, 1], // 0 is black
    [273, 8], // where the values begin
    [277, 1], // channels
    [278, 1], // rows in the strip
    [279, 4 * values.length], // its bytes
    [339, 3], // floating point
  ] as const
  const directory = 8 + 4 * values.length
  const file = Buffer.alloc(directory + 2 + 12 * entries.length + 4)
  file.write('II*\0', 'latin1')
  file.writeUInt32LE(directory, 4)
  values.forEach((value, i) => {
    file.writeFloatLE(value, 8 + 4 * i)
  })
  file.writeUInt16LE(entries.length, directory)
  entries.forEach(([tag, value], i) => {
    const at = directory + 2 + 12 * i
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(4, at + 2) // a 32-bit number
    file.writeUInt32LE(1, at + 4)
    file.writeUInt32LE(value, at + 8)
  })
  return file
}

function withHeaderChecksum(png: Buffer): Buffer {
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}
