import type { Box } from '../../image/index.ts'
import type { ColumnRuns } from './column-runs.ts'
import { coverage } from './coverage.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

/** How a mask looks: its colour over the photo, and a line on either side of its outline. */
export type MaskStyle = {
  readonly colour: Rgb
  /** Opacity of the inside, 0 to 1. */
  readonly fill: number
  /** Width of the line just inside, in the mask's colour, in pixels of the screen; 0 for none. */
  readonly line: number
  /** The line just outside, so that the outline shows on any photo. */
  readonly rim: { readonly colour: Rgb; readonly opacity: number; readonly width: number }
}

/** Draws masks into the pixels of one tile after the other, with memory that is made once. */
export class MaskPainter {
  readonly #size: number
  /** Pixels that are looked at around a tile: the widest line, and one more so that each has eight neighbours. */
  readonly #margin: number
  readonly #side: number
  readonly #covered: Uint8Array
  readonly #lowest: readonly [Uint8Array, Uint8Array]
  readonly #highest: readonly [Uint8Array, Uint8Array]

  /**
   * @param size   side of a tile, in pixels of the screen
   * @param reach  width of the widest line
   */
  constructor(size: number, reach: number) {
    this.#size = size
    this.#margin = reach + 1
    this.#side = size + 2 * this.#margin
    const plane = () => new Uint8Array(this.#side ** 2)
    this.#covered = plane()
    this.#lowest = [plane(), plane()]
    this.#highest = [plane(), plane()]
  }

  /**
   * Draws a mask over what the pixels hold.
   *
   * @param pixels  of the tile, row by row, red, green, blue and opacity
   * @param x, y    the tile's place in the enlarged photo, in pixels of the screen
   * @param scale   pixels of the screen per pixel of the photo
   */
  paint(
    pixels: Uint8ClampedArray,
    x: number,
    y: number,
    scale: number,
    runs: ColumnRuns,
    style: MaskStyle,
  ): void {
    const side = this.#side
    const margin = this.#margin
    const window = { x0: x - margin, y0: y - margin, x1: x + side - margin - 1, y1: y + side - margin - 1 }
    const part = coverage(runs, scale, window, this.#covered)
    if (!part) return
    const reach = Math.max(style.line, style.rim.width)
    const around: Box = {
      x0: Math.max(1, part.x0 - reach),
      y0: Math.max(1, part.y0 - reach),
      x1: Math.min(side - 2, part.x1 + reach),
      y1: Math.min(side - 2, part.y1 + reach),
    }
    const low = spread(this.#covered, this.#lowest, side, around, style.line, lowestOfThree)
    const high = spread(this.#covered, this.#highest, side, around, style.rim.width, highestOfThree)
    this.#blend(pixels, around, low, high, style)
    for (let row = part.y0; row <= part.y1; row++)
      this.#covered.fill(0, row * side + part.x0, row * side + part.x1 + 1)
  }

  #blend(
    pixels: Uint8ClampedArray,
    around: Box,
    lowest: Uint8Array,
    highest: Uint8Array,
    { colour, fill, line, rim }: MaskStyle,
  ): void {
    const margin = this.#margin
    const side = this.#side
    const covered = this.#covered
    const [red, green, blue] = colour
    const [rimRed, rimGreen, rimBlue] = rim.colour
    const lineStrength = line > 0 ? (1 - fill) / 255 : 0
    const rimStrength = rim.width > 0 ? rim.opacity / (255 * 255) : 0
    const from = Math.max(around.x0, margin)
    const to = Math.min(around.x1, margin + this.#size - 1)
    const last = Math.min(around.y1, margin + this.#size - 1)
    for (let row = Math.max(around.y0, margin); row <= last; row++) {
      let i = row * side + from
      let pixel = ((row - margin) * this.#size + from - margin) * 4
      for (let column = from; column <= to; column++, i++, pixel += 4) {
        // Near the outline some surroundings are inside and some outside; both lines come from that difference.
        const high = highest[i]!
        if (high === 0) continue
        const inside = covered[i]!
        if (inside < 255 && rimStrength > 0)
          over(pixels, pixel, rimRed, rimGreen, rimBlue, (255 - inside) * high * rimStrength)
        if (inside > 0)
          over(pixels, pixel, red, green, blue, (inside / 255) * (fill + (255 - lowest[i]!) * lineStrength))
      }
    }
  }
}

/** One colour over a pixel, which may be transparent. */
function over(
  pixels: Uint8ClampedArray,
  i: number,
  red: number,
  green: number,
  blue: number,
  opacity: number,
): void {
  const below = pixels[i + 3]!
  if (below === 0) {
    pixels[i] = red
    pixels[i + 1] = green
    pixels[i + 2] = blue
    pixels[i + 3] = opacity * 255
    return
  }
  const sum = opacity + (below / 255) * (1 - opacity)
  const share = opacity / sum
  pixels[i]! += (red - pixels[i]!) * share
  pixels[i + 1]! += (green - pixels[i + 1]!) * share
  pixels[i + 2]! += (blue - pixels[i + 2]!) * share
  pixels[i + 3] = sum * 255
}

/** From three neighbours in a line the lowest, or the highest, for a stretch of pixels. */
type OfThree = (values: Uint8Array, from: number, to: number, step: number, out: Uint8Array) => void

const lowestOfThree: OfThree = (values, from, to, step, out) => {
  for (let i = from; i <= to; i++) out[i] = Math.min(values[i - step]!, values[i]!, values[i + step]!)
}

const highestOfThree: OfThree = (values, from, to, step, out) => {
  for (let i = from; i <= to; i++) out[i] = Math.max(values[i - step]!, values[i]!, values[i + step]!)
}

/**
 * The lowest or highest value of the square with a radius around each pixel of a part: of three by three, so many
 * times. Around the part all values are 0.
 *
 * @param planes  memory; the result is the second, or the values themselves when the radius is 0
 */
function spread(
  values: Uint8Array,
  [across, out]: readonly [Uint8Array, Uint8Array],
  side: number,
  { x0, y0, x1, y1 }: Box,
  radius: number,
  ofThree: OfThree,
): Uint8Array {
  let from = values
  for (let k = 0; k < radius; k++) {
    for (const plane of k === 0 ? [across] : [across, out]) {
      plane.fill(0, (y0 - 1) * side + x0 - 1, (y0 - 1) * side + x1 + 2)
      plane.fill(0, (y1 + 1) * side + x0 - 1, (y1 + 1) * side + x1 + 2)
    }
    for (let y = y0; y <= y1; y++) {
      if (k > 0) out[y * side + x0 - 1] = out[y * side + x1 + 1] = 0
      ofThree(from, y * side + x0, y * side + x1, 1, across)
    }
    for (let y = y0; y <= y1; y++) ofThree(across, y * side + x0, y * side + x1, side, out)
    from = out
  }
  return from
}
