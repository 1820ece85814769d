import { encode } from 'fast-png'
import { Unzlib } from 'fflate'
import type { Size } from './geometry.ts'

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** A picture with one number a pixel, row by row, such as an instance or a class, and perhaps colours to show them. */
export type IndexImage = Size & {
  readonly data: Uint8Array | Uint16Array
  readonly palette?: readonly Colour[]
}

/**
 * Reads a mask from a PNG as it is stored: palette indices, not colours, or grey values, of 1, 2, 4, 8 or 16 bits.
 * Nothing is stretched, so a 1-bit picture holds 0 and 1.
 *
 * Not by a decoder for any PNG, since those unpack what a file holds before they compare it with the size that its
 * header claims: here a small file cannot take much memory or time, and a damaged one is noticed by its checksums.
 *
 * @throws RangeError when the file is damaged, cut short, interlaced, has several channels, or claims more pixels than
 *   268 million or than its bytes can hold
 */
export function readIndexPng(bytes: Uint8Array): IndexImage {
  const chunks = readChunks(bytes)
  const header = readHeader(chunks[0])
  const packed = join(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const { width, height, depth } = header
  const rowBytes = Math.ceil((width * depth) / 8)
  const rows = unpack(packed, height * (1 + rowBytes))
  undoFilters(rows, rowBytes, depth === 16 ? 2 : 1)
  const palette = chunks.find(({ type }) => type === 'PLTE')
  return {
    width,
    height,
    data: valuesOf(rows, rowBytes, header),
    ...(palette && { palette: coloursOf(palette.data) }),
  }
}

/**
 * A PNG with a palette, of values from 0 to 255.
 *
 * @param palette  at most 256 colours; by default those of PASCAL VOC
 * @throws RangeError when the data does not fill the picture, or a value has no colour
 */
export function writeIndexPng(
  { width, height, data }: Size & { readonly data: Uint8Array },
  palette: readonly Colour[] = vocPalette(),
): Uint8Array {
  const missing = data.find(value => value >= palette.length)
  if (missing !== undefined)
    throw new RangeError(`png: value ${missing} has no colour in a palette of ${palette.length}`)
  return encode({ width, height, data, channels: 1, palette: palette.map(colour => [...colour]) })
}

/**
 * A grey PNG: 8 bits from bytes, 16 bits from a Uint16Array, as for instance numbers beyond 255.
 *
 * @throws RangeError when the data does not fill the picture
 */
export function writeGreyPng({ width, height, data }: IndexImage): Uint8Array {
  return encode({ width, height, data, channels: 1, depth: data instanceof Uint16Array ? 16 : 8 })
}

/**
 * A grey PNG of a mask: 255 where the data is not 0, and 0 elsewhere.
 *
 * @throws RangeError when the data does not fill the picture
 */
export function writeMaskPng({ width, height, data }: Size & { readonly data: Uint8Array }): Uint8Array {
  return writeGreyPng({ width, height, data: data.map(value => (value ? 255 : 0)) })
}

/**
 * The colours of PASCAL VOC: black for 0, then red, green, olive …, and for 255 (void) a light sand. The bits of an
 * index go to red, green and blue in turn, the lowest to the highest bit of each.
 */
export function vocPalette(): Colour[] {
  return Array.from({ length: 256 }, (_, index) => {
    const channel = (first: number) => {
      let value = 0
      for (let bit = 0; bit < 8; bit++) value |= ((index >> (3 * bit + first)) & 1) << (7 - bit)
      return value
    }
    return [channel(0), channel(1), channel(2)]
  })
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const maximumPixels = 2 ** 28
/** Deflate never makes more bytes of one. */
const mostFromOneByte = 1032

type Chunk = { readonly type: string; readonly data: Uint8Array }
type Header = Size & { readonly depth: number }

/** The chunks that matter, in order, their checksums compared. */
function readChunks(bytes: Uint8Array): Chunk[] {
  if (!signature.every((byte, i) => bytes[i] === byte))
    throw new RangeError('png: not a PNG file, its first eight bytes are not those of one')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const left = bytes.length - at - 12
    if (length > left)
      throw new RangeError(
        `png: chunk ${JSON.stringify(type)} claims ${length} bytes, the file has ${left} left`,
      )
    if (type === 'IEND') return chunks
    if (type === 'IHDR' || type === 'PLTE' || type === 'IDAT') {
      if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
        throw new RangeError(`png: the checksum of chunk ${type} at byte ${at} is wrong, the file is damaged`)
      chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) })
    }
    at += 12 + length
  }
  throw new RangeError('png: the file is cut short, its end mark is missing')
}

function readHeader(chunk: Chunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw new RangeError('png: the file has no header')
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, 13)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [depth, colourType, compression, filter, interlaced] = chunk.data.subarray(8)
  if (width === 0 || height === 0 || width * height > maximumPixels)
    throw new RangeError(`png: size is ${width}×${height}, expected 1 to ${maximumPixels} pixels`)
  const kind = { 2: 'RGB', 4: 'grey and alpha', 6: 'RGB and alpha' }[colourType!]
  if (kind)
    throw new RangeError(`png: the pixels are ${kind}, expected palette indices or grey: one number a pixel`)
  const depths = { 0: [1, 2, 4, 8, 16], 3: [1, 2, 4, 8] }[colourType!]
  if (!depths?.includes(depth!) || compression !== 0 || filter !== 0)
    throw new RangeError(
      `png: the header is damaged (depth ${depth}, colour type ${colourType}, compression ${compression}, filter ${filter})`,
    )
  if (interlaced !== 0) throw new RangeError('png: the picture is interlaced, save it without interlacing')
  return { width, height, depth: depth! }
}

/** Inflates to exactly the expected number of bytes. */
function unpack(packed: Uint8Array, expected: number): Uint8Array {
  if (expected > packed.length * mostFromOneByte)
    throw new RangeError(
      `png: ${packed.length} bytes of pixel data cannot hold the ${expected} that its size asks for`,
    )
  const rows = new Uint8Array(expected)
  let filled = 0
  const inflator = new Unzlib(piece => {
    if (filled + piece.length <= expected) rows.set(piece, filled)
    filled += piece.length
  })
  // In small steps, so that data that unpacks to far more is noticed before it takes memory.
  const step = Math.max(4096, Math.ceil(packed.length / 256))
  try {
    for (let at = 0; at < packed.length && filled <= expected; at += step)
      inflator.push(packed.subarray(at, at + step))
    if (filled <= expected) inflator.push(new Uint8Array(0), true)
  } catch (cause) {
    throw new RangeError(`png: the pixel data is damaged: ${(cause as Error).message}`, { cause })
  }
  if (filled !== expected)
    throw new RangeError(
      `png: the pixel data unpacks to ${filled} bytes${filled > expected ? ' or more' : ''}, expected ${expected}`,
    )
  return rows
}

/** Adds back what the filters took off, row by row. Every row begins with the number of its filter. */
function undoFilters(rows: Uint8Array, rowBytes: number, pixelBytes: number): void {
  let above: Uint8Array = new Uint8Array(rowBytes)
  for (let start = 0; start < rows.length; start += rowBytes + 1) {
    const row = rows.subarray(start + 1, start + 1 + rowBytes)
    const undo = undoFilter[rows[start]!]
    if (!undo)
      throw new RangeError(`png: row ${start / (rowBytes + 1)} has filter ${rows[start]}, expected 0 to 4`)
    undo(row, above, pixelBytes)
    above = row
  }
}

/**
 * What each filter took off a byte: nothing, the byte of the pixel to the left, the one above, their mean, or of
 * left, above and the one left of that the one nearest to left + above - aboveLeft (Paeth). One loop each: they are
 * most of the time that a mask takes to read.
 */
const undoFilter: readonly ((row: Uint8Array, above: Uint8Array, pixelBytes: number) => void)[] = [
  () => {},
  (row, _, pixelBytes) => {
    for (let i = pixelBytes; i < row.length; i++) row[i]! += row[i - pixelBytes]!
  },
  (row, above) => {
    for (let i = 0; i < row.length; i++) row[i]! += above[i]!
  },
  (row, above, pixelBytes) => {
    for (let i = 0; i < row.length; i++)
      row[i]! += ((i < pixelBytes ? 0 : row[i - pixelBytes]!) + above[i]!) >> 1
  },
  (row, above, pixelBytes) => {
    for (let i = 0; i < row.length; i++) {
      const left = i < pixelBytes ? 0 : row[i - pixelBytes]!
      const aboveLeft = i < pixelBytes ? 0 : above[i - pixelBytes]!
      const up = above[i]!
      const offLeft = Math.abs(up - aboveLeft)
      const offUp = Math.abs(left - aboveLeft)
      const offAboveLeft = Math.abs(left + up - 2 * aboveLeft)
      row[i]! += offLeft <= offUp && offLeft <= offAboveLeft ? left : offUp <= offAboveLeft ? up : aboveLeft
    }
  },
]

function valuesOf(rows: Uint8Array, rowBytes: number, { width, height, depth }: Header): IndexImage['data'] {
  const data = new (depth === 16 ? Uint16Array : Uint8Array)(width * height)
  const mask = (1 << depth) - 1
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1) + 1
    const i = y * width
    if (depth === 8) data.set(rows.subarray(start, start + width), i)
    else if (depth === 16)
      for (let x = 0; x < width; x++) data[i + x] = (rows[start + 2 * x]! << 8) | rows[start + 2 * x + 1]!
    else
      for (let x = 0; x < width; x++) {
        const bit = x * depth
        data[i + x] = (rows[start + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask
      }
  }
  return data
}

function coloursOf(bytes: Uint8Array): Colour[] {
  const colours: Colour[] = []
  for (let i = 0; i + 3 <= bytes.length; i += 3) colours.push([bytes[i]!, bytes[i + 1]!, bytes[i + 2]!])
  return colours
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const crcOfByte = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) crc = crcOfByte[(crc ^ byte) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}
