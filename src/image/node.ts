import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Raster, Size } from './geometry.ts'
import { ImageFileError } from './image-file-error.ts'

export { ImageFileError }

/** A path, a file URL, or the bytes of a picture file. */
export type ImageSource = string | URL | Uint8Array

/** Three bytes each make 900 MB, the most that is held for one photo. */
const mostPixels = 300e6

/**
 * Red, green and blue of a picture file as people see it: EXIF orientation applied, colours in sRGB, the first
 * frame of an animation, transparent parts on white. JPEG, PNG, WebP, GIF, TIFF, AVIF and SVG.
 *
 * Colours of 16 bits keep their upper 8. Greys of more than 8 bits, which seldom use their whole range, are
 * stretched so that their darkest and lightest thousandths become 0 and 255.
 *
 * A photo is decoded at its full size, 3 bytes a pixel: 600 MB for 200 megapixels, and as much again for a
 * moment where EXIF turns it. More than 300 megapixels are refused.
 *
 * @param name  what an error calls bytes that have no file name
 * @throws ImageFileError when there is no such file, or it is not a picture, damaged, cut off or too large
 */
export function decode(source: ImageSource, name?: string): Promise<Raster<Uint8Array>> {
  return read(source, name, async (picture, { depth, space, channels, hasAlpha }) => {
    const opaque = picture.flatten({ background: 'white' })
    if (depth !== 'uchar' && channels - Number(hasAlpha) === 1) {
      const raw = opaque.toColourspace(space).raw({ depth: depth === 'ushort' ? 'ushort' : 'float' })
      const { data, info } = await raw.toBuffer({ resolveWithObject: true })
      const values =
        depth === 'ushort'
          ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
          : new Float32Array(data.buffer, data.byteOffset, data.length / 4)
      return {
        width: info.width,
        height: info.height,
        channels: 3,
        data: stretchGreys(values, info.channels),
      }
    }
    const { data, info } = await opaque.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, channels: 3, data: bytesOf(data) }
  })
}

/**
 * Width and height of a picture as people see it, without decoding it.
 *
 * @throws ImageFileError as decode does, but damage beyond the head of the file goes unnoticed
 */
export function imageSize(source: ImageSource, name?: string): Promise<Size> {
  return read(source, name, async (_, { autoOrient }) => autoOrient)
}

/** A red, green and blue picture after JPEG compression. @param quality  1 to 100 */
export async function jpegRoundTrip(image: Raster<Uint8Array>, quality: number): Promise<Raster<Uint8Array>> {
  const { width, height, channels, data } = image
  if (channels !== 3) throw new RangeError(`jpegRoundTrip: ${channels} channels, expected 3`)
  const file = await sharp(data, { raw: { width, height, channels } }).jpeg({ quality }).toBuffer()
  return { ...image, data: bytesOf(await sharp(file).raw().toBuffer()) }
}

async function read<T>(
  source: ImageSource,
  name: string | undefined,
  use: (picture: Sharp, metadata: Metadata) => Promise<T>,
): Promise<T> {
  const [bytes, file] = source instanceof Uint8Array ? [source, name ?? 'image'] : await readBytes(source)
  if (bytes.length === 0) throw new ImageFileError(`${file}: the file is empty; copy or download it again`)
  // Warnings are let pass: many cameras write files that libjpeg warns of and everyone can see.
  const picture = sharp(bytes, { failOn: 'truncated', limitInputPixels: false, autoOrient: true })
  try {
    const metadata = await picture.metadata()
    const { width, height } = metadata
    if (width * height > mostPixels)
      throw new ImageFileError(
        `${file}: ${width} × ${height} pixels, more than ${mostPixels / 1e6} million; make it smaller first`,
      )
    return await use(picture, metadata)
  } catch (error) {
    if (error instanceof ImageFileError) throw error
    throw new ImageFileError(`${file}: ${complaint(bytes, error as Error)}`, { cause: error })
  }
}

async function readBytes(source: string | URL): Promise<[Uint8Array, string]> {
  const path = typeof source === 'string' ? source : fileURLToPath(source)
  try {
    return [await readFile(path), path]
  } catch (error) {
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a folder; name a picture in it',
      EACCES: 'the file may not be read; change its permissions',
    }
    const { code, message } = error as NodeJS.ErrnoException
    throw new ImageFileError(`${path}: ${reasons[code ?? ''] ?? message}`, { cause: error })
  }
}

function complaint(bytes: Uint8Array, { message }: Error): string {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (/^....ftyp(hei|hev|mif)/s.test(head)) return 'HEIC is not supported; save it as JPEG or PNG'
  const isTiff = /^(II\*\0|MM\0\*)/.test(head)
  if (message.includes('unsupported image format') && !isTiff)
    return `not a picture (it begins with ${JSON.stringify(head)}); expected JPEG, PNG, WebP, GIF, TIFF, AVIF or SVG`
  return `damaged or cut off (${message.split('\n')[0]}); copy or download it again`
}

/** Greys, each `step` values after the one before, as bytes of red, green and blue. */
function stretchGreys(values: Uint16Array | Float32Array, step: number): Uint8Array {
  const count = values.length / step
  const [black, white] = greyRange(values, step)
  const scale = 255 / (white - black)
  const out = new Uint8ClampedArray(3 * count)
  for (let i = 0; i < count; i++) {
    const grey = (values[i * step]! - black) * scale
    out[3 * i] = grey
    out[3 * i + 1] = grey
    out[3 * i + 2] = grey
  }
  return new Uint8Array(out.buffer)
}

/** Without the darkest and the lightest thousandth, unless all the others are equal. From a sample if many. */
function greyRange(values: Uint16Array | Float32Array, step: number): [number, number] {
  const count = values.length / step
  const every = Math.ceil(count / 100_000)
  const greys = Float32Array.from({ length: Math.ceil(count / every) }, (_, i) => values[i * every * step]!)
  greys.sort()
  const last = greys.length - 1
  for (const outliers of [0.001, 0]) {
    const black = greys[Math.floor(outliers * last)]!
    const white = greys[Math.ceil((1 - outliers) * last)]!
    if (white > black) return [black, white]
  }
  return [0, greys[0]! || 1]
}

function bytesOf({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
