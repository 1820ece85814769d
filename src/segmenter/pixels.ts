import { type Raster, toRgb } from '../image/index.ts'

/**
 * A picture that is decoded already, such as a browser's ImageData: row by row, with 1 (grey), 2 (grey and alpha),
 * 3 (red, green, blue) or 4 (and alpha) bytes a pixel.
 */
export type Pixels = {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array | Uint8ClampedArray
}

export function isPixels(source: object | string): source is Pixels {
  return typeof source === 'object' && 'data' in source && 'width' in source
}

/**
 * Red, green and blue; transparent parts on white. Three bytes a pixel are not copied.
 *
 * @throws RangeError when the data does not fill the picture
 */
export function pixelsToRgb({ width, height, data }: Pixels): Raster {
  const channels = data.length / (width * height)
  if (![1, 2, 3, 4].includes(channels))
    throw new RangeError(
      `open: ${data.length} bytes for ${width}×${height} pixels, expected 1 to 4 bytes for each pixel`,
    )
  const { buffer, byteOffset, length } = data
  return toRgb({ width, height, channels, data: new Uint8Array(buffer, byteOffset, length) })
}
