import * as v from 'valibot'
import {
  addNoise,
  changeColours,
  gaussianBlur,
  motionBlur,
  type Planes,
  type Random,
  randomColours,
  toPlanes,
  toRaster,
} from '../image/index.ts'
import { jpegRoundTrip } from '../image/node.ts'

const share = () => v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0)

/** How often crops look as if another camera had taken them. All are chances; 0, the default, leaves them. */
export const appearanceSchema = v.object({
  /** Other light, white balance and contrast. */
  colours: share(),
  /** No colours at all. */
  grey: share(),
  /** Out of focus, or moved. */
  blur: share(),
  noise: share(),
  /** Strong JPEG compression. */
  jpeg: share(),
})

export type Appearance = v.InferOutput<typeof appearanceSchema>

/** The largest changes of colours: factors as parts of 1, hue in degrees. */
const spread = { gains: 0.12, hue: 14, saturation: 0.5, contrast: 0.35, brightness: 0.35, gamma: 0.35 }

/** Changes red, green and blue in place, in the order in which lens, sensor and file do it. */
export async function changeAppearance(rgb: Planes, chances: Appearance, next: Random): Promise<void> {
  const between = (least: number, most: number) => least + (most - least) * next()
  if (next() < chances.blur) {
    if (next() < 0.5) gaussianBlur(rgb, between(0.5, 2))
    else motionBlur(rgb, between(2, 7), between(0, 180))
  }
  if (next() < chances.colours) changeColours(rgb, randomColours(next, spread))
  if (next() < chances.grey) changeColours(rgb, { ...randomColours(next, spread), hue: 0, saturation: 0 })
  if (next() < chances.noise) addNoise(rgb, between(0, 8), between(0, 0.6), next)
  if (next() < chances.jpeg) {
    const compressed = await jpegRoundTrip(toRaster(rgb), Math.round(between(25, 75)))
    toPlanes(compressed, rgb.data)
  }
}
