import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { decode, ImageFileError } from '../../image/node.ts'

/** Shares of the pixels that are shown black and white, in percent: 0, 100 is the whole range. */
export type Window = { readonly low: number; readonly high: number }

/** A picture file that browsers can show. */
export type Picture = { readonly type: string; readonly body: Uint8Array | ReadableStream }

/**
 * A photo as the browser shall show it. JPEG, PNG, WebP, GIF and AVIF go as they are, to the byte; TIFF, more than 8
 * bits, CMYK, and turned or moving pictures of other formats than JPEG become PNG, with the pixels that the network
 * sees. With a window, brightness is spread between two percentiles; that is for the eye alone: the network always
 * sees the photo without it.
 *
 * @param path  real path
 * @throws ImageFileError when it cannot be read, such as HEIC of phones where sharp has no decoder for it
 */
export async function shownPhoto(path: string, window?: Window): Promise<Picture> {
  if (window) return png(await stretched(path, window))
  const type = plainType(await headOf(path))
  if (type) return { type, body: Readable.toWeb(createReadStream(path)) as ReadableStream }
  const { data, width, height } = await decode(path)
  return png(sharp(data, { raw: { width, height, channels: 3 } }))
}

/** Lossless; little effort, since it goes no further than this machine. */
async function png(picture: Sharp): Promise<Picture> {
  return { type: 'image/png', body: await picture.png({ compressionLevel: 1 }).toBuffer() }
}

/** The media type of a file that every browser shows as the network sees it; undefined where it has to be made. */
function plainType({ format, compression, depth, space, pages, orientation }: Metadata): string | undefined {
  if (depth !== 'uchar' || space === 'cmyk') return undefined
  if (format === 'jpeg') return 'image/jpeg' // browsers turn it as its EXIF says
  if ((pages ?? 1) > 1 || (orientation ?? 1) !== 1) return undefined
  if (format === 'png' || format === 'webp' || format === 'gif') return `image/${format}`
  return format === 'heif' && compression === 'av1' ? 'image/avif' : undefined
}

/** @throws ImageFileError */
async function headOf(path: string): Promise<Metadata> {
  try {
    return await sharp(path).metadata()
  } catch {
    await decode(path) // says what is wrong
    throw new ImageFileError(`${path}: its head cannot be read; save it anew`)
  }
}

/** Values between the percentiles of all channels together become 0 to 255, the others black and white. */
async function stretched(path: string, { low, high }: Window): Promise<Sharp> {
  const { depth, space, channels, hasAlpha } = await headOf(path)
  const isGrey = channels - Number(hasAlpha) === 1
  const deep = depth === 'uchar' ? 'uchar' : depth === 'ushort' ? 'ushort' : 'float'
  const wide = deep === 'ushort' ? 'rgb16' : 'srgb'
  const { data, info } = await sharp(path, { autoOrient: true, limitInputPixels: false })
    .flatten({ background: 'white' })
    .toColourspace(isGrey ? space : wide)
    .raw({ depth: deep })
    .toBuffer({ resolveWithObject: true })
  const values =
    deep === 'uchar'
      ? data
      : deep === 'ushort'
        ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
        : new Float32Array(data.buffer, data.byteOffset, data.length / 4)
  const [black, white] = percentiles(values, low, high)
  const scale = 255 / Math.max(white - black, Number.MIN_VALUE)
  const out = new Uint8ClampedArray(values.length)
  for (let i = 0; i < values.length; i++) out[i] = (values[i]! - black) * scale
  return sharp(out, { raw: { width: info.width, height: info.height, channels: info.channels } })
}

/** From a sample of a hundred thousand. */
function percentiles(values: ArrayLike<number>, low: number, high: number): [number, number] {
  const every = Math.ceil(values.length / 100_000)
  const sample = Float32Array.from(
    { length: Math.floor(values.length / every) },
    (_, i) => values[i * every]!,
  )
  sample.sort()
  const at = (percent: number) => sample[Math.round((percent / 100) * (sample.length - 1))]!
  return [at(low), at(high)]
}
