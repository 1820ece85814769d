import { type Frame, type Guidance, type Preset, pointInInput } from '../guidance/index.ts'
import type { Point, Raster } from '../image/index.ts'

/** Around a correction, in parts of the preset's click width: certain up to `sure`, untouched from `reach` on. */
const sure = 0.3
const reach = 0.8

/**
 * Makes the answer agree with what a person has said for certain: around a correction the probability is pulled to
 * the side that was asked for, in a small disc with a soft rim. The network is trained to follow corrections and
 * mostly does; a tool whose click has no effect is cursed, so the last word is the person's. Where two corrections
 * are close to each other, each pixel follows the nearer one.
 *
 * @param probability  of the input's pixels, changed in place
 */
export function obey(
  { width, height, data }: Raster<Float32Array>,
  { include = [], exclude = [] }: Guidance,
  frame: Frame,
  { sampling, clickWidth }: Preset,
): void {
  const place = (wanted: number) => (p: Point) => ({ ...pointInInput(p, frame, sampling), wanted })
  const clicks = [...include.map(place(1)), ...exclude.map(place(0))]
  const radius = reach * clickWidth
  for (const { x, y } of clicks) {
    const [x0, x1] = [Math.max(0, Math.ceil(x - radius)), Math.min(width - 1, Math.floor(x + radius))]
    const [y0, y1] = [Math.max(0, Math.ceil(y - radius)), Math.min(height - 1, Math.floor(y + radius))]
    for (let v = y0; v <= y1; v++)
      for (let u = x0; u <= x1; u++) {
        const distances = clicks.map(click => Math.hypot(u - click.x, v - click.y))
        const distance = Math.min(...distances)
        const own = Math.hypot(u - x, v - y)
        if (own !== distance) continue // another click is nearer, and has its turn
        const { wanted } = clicks[distances.indexOf(distance)]!
        const pull = Math.min(1, Math.max(0, (radius - distance) / (radius - sure * clickWidth)))
        const i = v * width + u
        data[i]! += pull * (wanted - data[i]!)
      }
  }
}
