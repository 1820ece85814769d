import type { Raster } from './geometry.ts'
import { ImageFileError } from './image-file-error.ts'
import { toRgb } from './rgb.ts'

export { ImageFileError }

/** Pixels that are read back in one go; a canvas of the whole photo would need as much memory again as the photo. */
const stripPixels = 2e6

/**
 * Red, green and blue of a picture file as the browser shows it: EXIF orientation applied, colours in sRGB, the first
 * frame of an animation, transparent parts on white.
 *
 * @param name  of the file, for errors
 * @throws ImageFileError when the browser cannot decode the bytes
 */
export async function decode(bytes: Uint8Array, name: string): Promise<Raster> {
  if (bytes.length === 0) throw new ImageFileError(`${name}: the file is empty; copy or download it again`)
  const bitmap = await bitmapOf(bytes, name)
  const { width, height } = bitmap
  const rows = Math.max(1, Math.floor(stripPixels / width))
  const context = new OffscreenCanvas(width, Math.min(rows, height)).getContext('2d', {
    willReadFrequently: true,
  })!
  context.globalCompositeOperation = 'copy'
  const data = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y += rows) {
    const strip = Math.min(rows, height - y)
    context.drawImage(bitmap, 0, y, width, strip, 0, 0, width, strip)
    const rgba = context.getImageData(0, 0, width, strip).data
    data.set(
      toRgb({ width, height: strip, channels: 4, data: new Uint8Array(rgba.buffer) }).data,
      3 * width * y,
    )
  }
  bitmap.close()
  return { width, height, channels: 3, data }
}

async function bitmapOf(bytes: Uint8Array, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
    })
  } catch (error) {
    throw new ImageFileError(
      `${name}: not a picture that this browser can show, or damaged (${(error as Error).message}); save it as JPEG or PNG`,
      { cause: error },
    )
  }
}
