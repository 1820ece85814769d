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
  /** The widest line that fits: a tile has to see as much of its surroundings. */
  readonly #reach: number
  readonly #side: number
  readonly #covered: Uint8Array
  readonly #lowest: Uint8Array
  readonly #highest: Uint8Array
  readonly #across: Uint8Array

  /**
   * @param size   side of a tile, in pixels of the screen
   * @param reach  width of the widest line
   */
  constructor(size: number, reach: number) {
    this.#size = size
    this.#reach = reach
    this.#side = size + 2 * reach
    this.#covered = new Uint8Array(this.#side ** 2)
    this.#lowest = new Uint8Array(this.#side ** 2)
    this.#highest = new Uint8Array(this.#side ** 2)
    this.#across = new Uint8Array(this.#side ** 2)
  }

  /**
   * Draws a mask over what the pixels hold.
   *
   * @param pixels  of the tile, row by row, red, green, blue and opacity
   * @param x, y    the tile's place in the enlarged photo, in pixels of the screen
   * @param scale   pixels of the screen per pixel of the photo
   * @returns whether anything was drawn
   */
  paint(
    pixels: Uint8ClampedArray,
    x: number,
    y: number,
    scale: number,
    runs: ColumnRuns,
    style: MaskStyle,
  ): boolean {
    const reach = this.#reach
    const window = {
      x0: x - reach,
      y0: y - reach,
      x1: x + this.#size + reach - 1,
      y1: y + this.#size + reach - 1,
    }
    const part = coverage(runs, scale, window, this.#covered)
    if (!part) return false
    const last = this.#side - 1
    const around: Box = {
      x0: Math.max(0, part.x0 - reach),
      y0: Math.max(0, part.y0 - reach),
      x1: Math.min(last, part.x1 + reach),
      y1: Math.min(last, part.y1 + reach),
    }
    extremes(
      this.#covered,
      this.#side,
      around,
      Math.min(style.line, reach),
      Math.min,
      this.#across,
      this.#lowest,
    )
    extremes(
      this.#covered,
      this.#side,
      around,
      Math.min(style.rim.width, reach),
      Math.max,
      this.#across,
      this.#highest,
    )
    this.#blend(pixels, around, style)
    for (let row = part.y0; row <= part.y1; row++)
      this.#covered.fill(0, row * this.#side + part.x0, row * this.#side + part.x1 + 1)
    return true
  }

  #blend(pixels: Uint8ClampedArray, around: Box, { colour, fill, line, rim }: MaskStyle): void {
    const reach = this.#reach
    const end = reach + this.#size - 1
    for (let row = Math.max(around.y0, reach); row <= Math.min(around.y1, end); row++) {
      const from = Math.max(around.x0, reach)
      let i = row * this.#side + from
      let pixel = ((row - reach) * this.#size + from - reach) * 4
      for (let column = from; column <= Math.min(around.x1, end); column++, i++, pixel += 4) {
        const high = this.#highest[i]!
        const covered = this.#covered[i]!
        if (high === 0 && covered === 0) continue
        const low = this.#lowest[i]!
        // Near the outline some surroundings are inside and some outside; both lines come from that difference.
        if (covered < 255 && rim.width > 0)
          over(pixels, pixel, rim.colour, ((255 - covered) / 255) * (high / 255) * rim.opacity)
        if (covered > 0) {
          const lineShare = line > 0 ? (255 - low) / 255 : 0
          over(pixels, pixel, colour, (covered / 255) * (fill + (1 - fill) * lineShare))
        }
      }
    }
  }
}

/** One colour over a pixel, which may be transparent. */
function over(pixels: Uint8ClampedArray, i: number, [red, green, blue]: Rgb, opacity: number): void {
  const below = pixels[i + 3]! / 255
  if (below === 0) {
    pixels[i] = red
    pixels[i + 1] = green
    pixels[i + 2] = blue
    pixels[i + 3] = opacity * 255
    return
  }
  const sum = opacity + below * (1 - opacity)
  const share = opacity / sum
  pixels[i]! += (red - pixels[i]!) * share
  pixels[i + 1]! += (green - pixels[i + 1]!) * share
  pixels[i + 2]! += (blue - pixels[i + 2]!) * share
  pixels[i + 3] = sum * 255
}

/** The lowest or highest value of the square around each pixel of a part, with 0 beyond the whole. */
function extremes(
  values: Uint8Array,
  side: number,
  part: Box,
  radius: number,
  pick: (a: number, b: number) => number,
  across: Uint8Array,
  out: Uint8Array,
): void {
  for (let y = part.y0; y <= part.y1; y++)
    for (let x = part.x0, i = y * side + x; x <= part.x1; x++, i++) {
      let value = values[i]!
      for (let k = 1; k <= radius; k++)
        value = pick(value, pick(x - k < 0 ? 0 : values[i - k]!, x + k >= side ? 0 : values[i + k]!))
      across[i] = value
    }
  for (let y = part.y0; y <= part.y1; y++)
    for (let x = part.x0, i = y * side + x; x <= part.x1; x++, i++) {
      let value = across[i]!
      for (let k = 1; k <= radius; k++)
        value = pick(
          value,
          pick(y - k < part.y0 ? 0 : across[i - k * side]!, y + k > part.y1 ? 0 : across[i + k * side]!),
        )
      out[i] = value
    }
}
