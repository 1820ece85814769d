import { type Affine, invert } from './affine.ts'
import type { Raster, Size } from './geometry.ts'
import { cubicWeights, roundHalfEven } from './resize.ts'

/**
 * An image moved by an affine map within its frame as OpenCV's warpAffine moves it with bicubic interpolation:
 * sources are rounded to 1/32 pixel, and outside the image is 0.
 *
 * @param map  from places in the image to places in the result
 * @throws RangeError when the map cannot be inverted
 * @see OpenCV 4.6, modules/imgproc/src/imgwarp.cpp
 */
export function warpCubic(image: Raster<Float32Array>, map: Affine): Raster<Float32Array> {
  const { width, height, channels, data } = image
  const out = new Float32Array(data.length)
  const steps = 32
  const weights = Array.from({ length: steps }, (_, i) => cubicWeights(i / steps))
  let i = 0
  forEachSource(image, map, steps, (sourceX, sourceY) => {
    const left = Math.floor(sourceX / steps) - 1
    const top = Math.floor(sourceY / steps) - 1
    const across = weights[sourceX & (steps - 1)]!
    const down = weights[sourceY & (steps - 1)]!
    for (let c = 0; c < channels; c++, i++) {
      let sum = 0
      for (let k = 0; k < 4; k++) {
        const y = top + k
        if (y < 0 || y >= height) continue
        for (let j = 0; j < 4; j++) {
          const x = left + j
          if (x < 0 || x >= width) continue
          sum += data[(y * width + x) * channels + c]! * across[j]! * down[k]!
        }
      }
      out[i] = sum
    }
  })
  return { ...image, data: out }
}

/** The same for a mask: each pixel takes the nearest one of the source, 0 outside. */
export function warpNearest(mask: Raster<Uint8Array>, map: Affine): Raster<Uint8Array> {
  const { width, height, channels, data } = mask
  const out = new Uint8Array(data.length)
  let i = 0
  forEachSource(mask, map, 1, (x, y) => {
    const inside = x >= 0 && x < width && y >= 0 && y < height
    for (let c = 0; c < channels; c++, i++) if (inside) out[i] = data[(y * width + x) * channels + c]!
  })
  return { ...mask, data: out }
}

/**
 * Visits the pixels of the result row by row with the source of each, in whole units of 1/steps pixel. OpenCV
 * rounds the share of the column and the share of the row to 1/1024 pixel each before it adds them.
 */
function forEachSource(
  { width, height }: Size,
  map: Affine,
  steps: number,
  visit: (x: number, y: number) => void,
) {
  const [a, b, c, d, e, f] = invert(map)
  const unit = 1024
  const fixed = (v: number) => roundHalfEven(v * unit)
  const columnX = Int32Array.from({ length: width }, (_, x) => fixed(a * x))
  const columnY = Int32Array.from({ length: width }, (_, x) => fixed(d * x))
  const toStep = (v: number) => Math.floor((v + unit / steps / 2) / (unit / steps))
  for (let y = 0; y < height; y++) {
    const rowX = fixed(b * y + c)
    const rowY = fixed(e * y + f)
    for (let x = 0; x < width; x++) visit(toStep(rowX + columnX[x]!), toStep(rowY + columnY[x]!))
  }
}
