import sharp, { type FormatEnum } from 'sharp'
import type { Raster } from '../image/index.ts'
import { UsageError } from './errors.ts'
import { standardStream } from './files.ts'
import { type Drawing, objectSvg } from './object-svg.ts'

/** Longest side in pixels; larger photos are made smaller. */
const longest = 4096

const formats: Record<string, keyof FormatEnum> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
}

/**
 * The format of a picture by the ending of its name; PNG on standard output.
 *
 * @throws UsageError for other endings
 */
export function pictureFormat(path: string): keyof FormatEnum {
  const ending = path === standardStream ? 'png' : (/\.([^./\\]*)$/.exec(path)?.[1]?.toLowerCase() ?? '')
  const format = formats[ending]
  if (!format) throw new UsageError(`${path}: an overlay is a .png, .jpg or .webp file`)
  return format
}

/** The photo with objects coloured and outlined, as a picture file. */
export async function overlay(
  photo: Raster,
  drawings: readonly Drawing[],
  format: keyof FormatEnum,
): Promise<Uint8Array> {
  const scale = Math.min(1, longest / Math.max(photo.width, photo.height))
  const [width, height] = [photo.width, photo.height].map(side => Math.max(1, Math.round(side * scale)))
  const shown = { width: width!, height: height! }
  const svg = Buffer.from(objectSvg(drawings, photo, shown))
  const { data, info } = await sharp(photo.data, {
    raw: { width: photo.width, height: photo.height, channels: 3 },
    limitInputPixels: false,
  })
    .resize({ ...shown, fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .composite([{ input: svg }])
    .toFormat(format)
    .toBuffer()
}
