import { readdirSync, readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { decode } from 'fast-png'
import { zlibSync } from 'fflate'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { describeShared, shared, sharedIsHere } from '../../test/shared.ts'
import { readIndexPng, vocPalette, writeGreyPng, writeIndexPng, writeMaskPng } from './png.ts'

const values = (largest: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
    .chain(([width, height]) =>
      fc
        .array(fc.integer({ min: 0, max: largest }), { minLength: width * height, maxLength: width * height })
        .map(data => ({ width, height, data })),
    )

describe('written and read again', () => {
  it('a palette PNG has the same indices and colours', () => {
    fc.assert(
      fc.property(values(255), ({ width, height, data }) => {
        const image = { width, height, data: Uint8Array.from(data) }
        expect(readIndexPng(writeIndexPng(image))).toEqual({ ...image, palette: vocPalette() })
      }),
    )
  })

  it('a 16-bit PNG has the same numbers', () => {
    fc.assert(
      fc.property(values(65535), ({ width, height, data }) => {
        const image = { width, height, data: Uint16Array.from(data) }
        expect(readIndexPng(writeGreyPng(image))).toEqual(image)
      }),
    )
  })

  it('a mask PNG is 0 and 255', () => {
    const mask = { width: 3, height: 1, data: Uint8Array.of(0, 1, 0) }
    expect(readIndexPng(writeMaskPng(mask)).data).toEqual(Uint8Array.of(0, 255, 0))
  })
})

describe('a PNG of other programs', () => {
  it('has its colours as sharp sees them, and its indices as it stores them', async () => {
    const image = { width: 2, height: 2, data: Uint8Array.of(0, 1, 15, 255) }
    const colours = await sharp(writeIndexPng(image)).raw().toBuffer()
    expect([...colours]).toEqual([0, 0, 0, 128, 0, 0, 192, 128, 128, 224, 224, 192])
  })

  it.each([1, 2, 4, 8])('of %d bits has one number a pixel', bits => {
    const row = [1, 0, 1, 1, 0, 0, 1, 0, 1, 1].map(value => value * (2 ** bits - 1))
    const packed = new Uint8Array(Math.ceil((row.length * bits) / 8))
    for (const [x, value] of row.entries()) packed[(x * bits) >> 3]! |= value << (8 - bits - ((x * bits) & 7))
    for (const colourType of [0, 3])
      expect([...readIndexPng(png({ width: 10, height: 1, bits, colourType }, [0, ...packed])).data]).toEqual(
        row,
      )
  })

  it.each([
    ['no filter', [0, 10, 20, 30], [0, 1, 2, 3], [1, 2, 3]],
    ['left', [0, 10, 20, 30], [1, 1, 2, 3], [1, 3, 6]],
    ['above', [0, 10, 20, 30], [2, 1, 2, 250], [11, 22, 24]],
    ['average', [0, 10, 20, 30], [3, 1, 2, 3], [6, 15, 25]],
    ['Paeth', [0, 10, 20, 30], [4, 1, 2, 3], [11, 22, 33]],
    ['Paeth on the first row', [4, 1, 2, 3], [0, 7, 8, 9], [7, 8, 9]],
  ])('has rows filtered by %s', (_, first, second, expected) => {
    const { data } = readIndexPng(png({ width: 3, height: 2, bits: 8, colourType: 0 }, [...first, ...second]))
    expect([...data.subarray(3)]).toEqual(expected)
  })

  it('is read as sharp reads it, with filters chosen row by row', async () => {
    const [width, height] = [301, 200]
    const data = Uint8Array.from(
      { length: width * height },
      (_, i) => (i % width) * 3 + ((i / width) | 0) ** 2 / 50,
    )
    const file = await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png({ adaptiveFiltering: true })
      .toBuffer()
    expect(readIndexPng(file)).toEqual({ width, height, data })
  })

  it('may have its pixels in many chunks, and chunks that say nothing of pixels', () => {
    const file = png({ width: 2, height: 1, bits: 8, colourType: 0 }, [0, 5, 6], { pieces: 7, extra: true })
    expect([...readIndexPng(file).data]).toEqual([5, 6])
  })
})

describe('a file that is refused', () => {
  const header = { width: 3, height: 2, bits: 8, colourType: 0 }
  const rows = [0, 1, 2, 3, 0, 4, 5, 6]
  const file = png(header, rows)

  it.each<[string, Uint8Array, string | RegExp]>([
    ['is no PNG', Uint8Array.from(Buffer.from('once upon a time')), 'png: not a PNG file'],
    ['is empty', new Uint8Array(0), 'png: not a PNG file'],
    ['is cut short', file.subarray(0, file.length - 14), /claims \d+ bytes, the file has \d+ left/],
    [
      'ends between chunks',
      file.subarray(0, file.length - 12),
      'png: the file is cut short, its end mark is missing',
    ],
    [
      'has a bit flipped',
      flipBit(file, 45),
      'png: the checksum of chunk IDAT at byte 33 is wrong, the file is damaged',
    ],
    [
      'is too large',
      png({ ...header, width: 60_000, height: 60_000 }, rows),
      'png: size is 60000×60000, expected 1 to 268435456 pixels',
    ],
    ['has no pixels', png({ ...header, width: 0 }, rows), 'png: size is 0×2'],
    [
      'claims more than its bytes can hold',
      png({ ...header, width: 16_000, height: 16_000 }, rows),
      /png: \d+ bytes of pixel data cannot hold the 256016000 that its size asks for/,
    ],
    [
      'has rows missing',
      png({ ...header, height: 3 }, rows),
      'png: the pixel data unpacks to 8 bytes, expected 12',
    ],
    [
      'has more rows than it says',
      png({ ...header, height: 1 }, rows),
      'png: the pixel data unpacks to 8 bytes or more, expected 4',
    ],
    [
      'unpacks to far more than it says',
      png(header, new Uint8Array(50e6)),
      /png: the pixel data unpacks to \d{1,8} bytes or more, expected 8/,
    ],
    [
      'has an unknown filter',
      png(header, [0, 1, 2, 3, 9, 4, 5, 6]),
      'png: row 1 has filter 9, expected 0 to 4',
    ],
    [
      'is interlaced',
      png({ ...header, interlaced: 1 }, rows),
      'png: the picture is interlaced, save it without interlacing',
    ],
    [
      'has colours',
      png({ ...header, colourType: 2 }, rows),
      'png: the pixels are RGB, expected palette indices or grey',
    ],
    [
      'has alpha',
      png({ ...header, colourType: 4 }, rows),
      'png: the pixels are grey and alpha, expected palette',
    ],
    [
      'has a depth that no grey has',
      png({ ...header, bits: 3 }, rows),
      'png: the header is damaged (depth 3, colour type 0',
    ],
    [
      'has a palette of 16 bits',
      png({ ...header, bits: 16, colourType: 3 }, rows),
      'png: the header is damaged (depth 16',
    ],
    [
      'has no header',
      Uint8Array.of(...file.subarray(0, 8), ...file.subarray(33)),
      'png: the file has no header',
    ],
    [
      'has damaged pixel data',
      png(header, rows, { packed: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }),
      'png: the pixel data is damaged: invalid zlib data',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readIndexPng(bytes)).toThrow(message)
    expect(() => readIndexPng(bytes)).toThrow(RangeError)
  })

  it('is any file changed at random: an error of ours, or the picture', () => {
    const image = { width: 16, height: 16, data: Uint8Array.from({ length: 256 }, (_, i) => (i * i) % 7) }
    const original = writeIndexPng(image)
    const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255))
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.nat(original.length),
        (changes, length) => {
          const damaged = Uint8Array.from(original.subarray(0, length % 3 ? original.length : length))
          for (const [place, byte] of changes) damaged[place] = byte
          try {
            readIndexPng(damaged)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
            expect((error as Error).message).toMatch(/^png: /)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is not written either', () => {
    const image = { width: 2, height: 1, data: Uint8Array.of(0, 3) }
    expect(() => writeIndexPng(image, [[0, 0, 0]])).toThrow('png: value 3 has no colour in a palette of 1')
    expect(() => writeIndexPng({ ...image, height: 2 })).toThrow(RangeError)
    expect(() => writeMaskPng({ ...image, height: 2 })).toThrow(RangeError)
  })
})

it('the palette of PASCAL VOC begins black, maroon, green, olive and has a light sand for void', () => {
  const palette = vocPalette()
  expect(palette.slice(0, 4)).toEqual([
    [0, 0, 0],
    [128, 0, 0],
    [0, 128, 0],
    [128, 128, 0],
  ])
  expect(palette[20]).toEqual([0, 64, 128])
  expect(palette[255]).toEqual([224, 224, 192])
})

describeShared('masks of the data folder', () => {
  const folder = 'data/train/masks'
  const some = sharedIsHere ? readdirSync(shared(folder)).filter((_, k) => k % 300 === 0) : []
  it.each(some)('%s is what fast-png decodes', name => {
    const bytes = readFileSync(shared(`${folder}/${name}`))
    const { width, height, data } = readIndexPng(bytes)
    const reference = decode(bytes)
    expect([width, height]).toEqual([reference.width, reference.height])
    expect(Buffer.compare(data as Uint8Array, reference.data as Uint8Array)).toBe(0)
  })
})

type Header = { width: number; height: number; bits: number; colourType: number; interlaced?: number }

/** A PNG of rows as they are before they are packed, each with its filter. */
function png(
  { width, height, bits, colourType, interlaced = 0 }: Header,
  rows: ArrayLike<number>,
  { pieces = 1, extra = false, packed = zlibSync(Uint8Array.from(rows), { level: 9 }) } = {},
): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([bits, colourType, 0, 0, interlaced], 8)
  const size = Math.ceil(packed.length / pieces)
  const pixels = Array.from({ length: pieces }, (_, k) =>
    chunk('IDAT', packed.subarray(k * size, (k + 1) * size)),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(extra ? [chunk('tEXt', Buffer.from('Comment\0bear'))] : []),
    ...pixels,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

function flipBit(bytes: Uint8Array, place: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[place]! ^= 1
  return flipped
}
