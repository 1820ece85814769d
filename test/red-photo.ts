import type { Point, Raster, Size } from '../src/image/index.ts'
import { Mask } from '../src/mask/index.ts'

/** A place inside an object, or not. */
export type Shape = (x: number, y: number) => boolean

export function disc(centre: Point, radius: number): Shape {
  return (x, y) => (x - centre.x) ** 2 + (y - centre.y) ** 2 <= radius ** 2
}

/** The leftmost, topmost, rightmost and bottommost places of a disc. */
export function discPoints({ x, y }: Point, radius: number): [number, number][] {
  return [
    [x - radius, y],
    [x, y - radius],
    [x + radius, y],
    [x, y + radius],
  ]
}

/** A red object before blue and green stripes. */
export function redPhoto({ width, height }: Size, object: Shape): Raster {
  const data = new Uint8Array(3 * width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += 3) {
      const [r, g, b] = object(x, y) ? [200, 40, 60] : [30, (4 * x + y) % 256, (x + 2 * y) % 256]
      data[i] = r!
      data[i + 1] = g!
      data[i + 2] = b!
    }
  return { width, height, channels: 3, data }
}

export function maskOf({ width, height }: Size, object: Shape): Mask {
  const data = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i++) data[i] = object(i % width, Math.floor(i / width)) ? 1 : 0
  return Mask.fromBitmap({ width, height, data })
}
