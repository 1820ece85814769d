import type { Box, Size } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import type { Rectangle } from './record.ts'

// COCO's run lengths go down the columns. Those of CVAT and Label Studio go along the rows, of a box or of the photo.

/** Makes the mask of runs along rows one at a time, in a bitmap of the rows and columns that they touch. */
export class RowRuns {
  readonly #size: Size
  readonly #box: Rectangle
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** @param box  whole pixels inside the photo, whose rows the runs go along */
  constructor(size: Size, box: Rectangle) {
    this.#size = size
    this.#box = box
  }

  /** Adds the pixels from start up to, not including, end, counted row by row in the box. */
  add(start: number, end: number): void {
    this.#starts.push(start)
    this.#ends.push(end)
  }

  mask(): Mask {
    const [first] = this.#starts
    if (first === undefined) return Mask.empty(this.#size)
    const { x, y, width } = this.#box
    const top = Math.floor(first / width)
    const data = new Uint8Array((Math.floor((this.#ends.at(-1)! - 1) / width) + 1 - top) * width)
    this.#starts.forEach((start, k) => {
      data.fill(1, start - top * width, this.#ends[k]! - top * width)
    })
    const height = data.length / width
    return Mask.fromBitmap({ x, y: y + top, width, height, data }, this.#size)
  }
}

/**
 * Where a mask begins and ends along the rows of a window: positions counted row by row, outside before the first.
 * Runs that go on in the next row are one.
 *
 * @param window  by default the whole photo
 */
export function rowToggles(
  mask: Mask,
  window: Box = { x0: 0, y0: 0, x1: mask.width - 1, y1: mask.height - 1 },
): number[] {
  const toggles: number[] = []
  if (mask.box === undefined) return toggles
  const stride = window.x1 - window.x0 + 1
  const { x, y, width, height, data } = mask.toBitmap(mask.box)
  const toggle = (position: number) => {
    if (toggles.at(-1) === position) toggles.pop()
    else toggles.push(position)
  }
  for (let row = 0; row < height; row++) {
    const start = (y + row - window.y0) * stride + x - window.x0
    let before = 0
    for (let column = 0; column < width; column++) {
      const value = data[row * width + column]!
      if (value !== before) toggle(start + column)
      before = value
    }
    if (before) toggle(start + width)
  }
  return toggles
}
