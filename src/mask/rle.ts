import type { Box, Size } from '../image/index.ts'
import type { MaybePlaced, PlacedBitmap } from './bitmap.ts'
import { PositionList } from './position-list.ts'

/**
 * A mask as run lengths in COCO's order: column by column from the left, each from the top down; runs of 0s and
 * of 1s in turn, beginning with 0s. Only the first run may be empty; the runs add up to width × height.
 */
export type Rle = Size & { readonly counts: Uint32Array }

/** Positions of pixels have to stay whole 32-bit numbers, as in the COCO API. */
const maximumPixels = 2 ** 31 - 1

/** @throws RangeError when the sides are not whole numbers from 1, or their product passes 2^31 - 1 */
export function checkSize({ width, height }: Size): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1
  if (!whole || width * height > maximumPixels)
    throw new RangeError(
      `mask: size is ${width}×${height}, expected whole sides from 1 and at most ${maximumPixels} pixels`,
    )
}

/** @throws RangeError when two masks belong to photos of different sizes */
export function checkSameSize(a: Size, b: Size): void {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(`mask: sizes differ, ${a.width}×${a.height} and ${b.width}×${b.height}`)
}

/**
 * The run lengths of a bitmap, or of a bitmap placed in a larger photo, which is 0 elsewhere. Takes time in
 * proportion to the bitmap, not to the photo.
 *
 * @param size  of the photo; by default that of the bitmap
 * @throws RangeError when the data does not fill the bitmap, or the bitmap reaches outside the photo
 */
export function encode(bitmap: MaybePlaced, size: Size = bitmap): Rle {
  checkSize(size)
  const { width, height, data, x: left = 0, y: top = 0 } = bitmap
  if (data.length !== width * height)
    throw new RangeError(`mask: ${data.length} pixels do not fill a bitmap of ${width}×${height}`)
  if (!(left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height))
    throw new RangeError(
      `mask: a bitmap of ${width}×${height} at ${left},${top} is not inside a photo of ${size.width}×${size.height}`,
    )

  // Rows are read in the order in which they lie in memory: a column changes where a pixel differs from the one
  // above it. The changes are found row by row and then dealt out to their columns.
  const places = verticalChanges(data, width, height)
  const next = new Uint32Array(width + 1)
  for (const i of places) next[(i % width) + 1]!++
  for (let x = 0; x < width; x++) next[x + 1]! += next[x]!
  const toggles = new Uint32Array(places.length)
  for (const i of places) {
    const x = i % width
    toggles[next[x]!++] = (left + x) * size.height + top + (i - x) / width
  }
  return fromToggles(toggles, size)
}

/** Positions of pixels that differ from the one above, with rows of 0s above the first and below the last. */
function verticalChanges(data: Uint8Array, width: number, height: number): Uint32Array {
  const changes = new PositionList()
  const words = Math.ceil(width / 4)
  // Rows of whole words, so that four pixels are compared at once: most rows are much like the one above.
  let above = new Int32Array(words)
  let row = new Int32Array(words)
  for (let y = 0; y <= height; y++) {
    const pixels = new Uint8Array(row.buffer)
    if (y < height) pixels.set(data.subarray(y * width, (y + 1) * width))
    else pixels.fill(0)
    const before = new Uint8Array(above.buffer)
    for (let word = 0; word < words; word++)
      if (row[word] !== above[word])
        for (let x = 4 * word; x < 4 * word + 4; x++) if (pixels[x] !== before[x]) changes.push(y * width + x)
    const old = above
    above = row
    row = old
  }
  return changes.values()
}

/**
 * The pixels of a mask inside a window, or of the whole photo. The window may reach outside the photo, where
 * every pixel is 0.
 *
 * @throws RangeError when the corners of the window are not whole, or it is empty or has more than 2^31 - 1 pixels
 */
export function decode(rle: Rle, window: Box = wholePhoto(rle)): PlacedBitmap {
  const width = window.x1 - window.x0 + 1
  const height = window.y1 - window.y0 + 1
  checkSize({ width, height })
  const data = new Uint8Array(width * height)
  forEachColumnRun(rle, (column, top, bottom) => {
    const x = column - window.x0
    if (x < 0 || x >= width) return
    const end = Math.min(bottom - window.y0, height) * width
    for (let i = Math.max(top - window.y0, 0) * width + x; i < end; i += width) data[i] = 1
  })
  return { x: window.x0, y: window.y0, width, height, data }
}

/** Calls visit for each run of 1s of every column, in order; it covers the rows from top up to, not including, bottom. */
export function forEachColumnRun(
  { counts, height }: Rle,
  visit: (column: number, top: number, bottom: number) => void,
): void {
  let end = 0
  for (let k = 0; k < counts.length; k++) {
    let start = end
    end += counts[k]!
    if (k % 2 === 0) continue
    let column = Math.floor(start / height)
    while (start < end) {
      const columnEnd = Math.min(end, (column + 1) * height)
      visit(column, start - column * height, columnEnd - column * height)
      start = columnEnd
      column++
    }
  }
}

/** Number of pixels inside. */
export function area({ counts }: Rle): number {
  let sum = 0
  for (let k = 1; k < counts.length; k += 2) sum += counts[k]!
  return sum
}

/** The smallest box around the mask, in whole pixels with both ends inside; undefined when the mask is empty. */
export function boundingBox(rle: Rle): Box | undefined {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1]
  forEachColumnRun(rle, (column, top, bottom) => {
    x0 = Math.min(x0, column)
    x1 = column
    y0 = Math.min(y0, top)
    y1 = Math.max(y1, bottom - 1)
  })
  return x1 < 0 ? undefined : { x0, y0, x1, y1 }
}

export function sameMask(a: Rle, b: Rle): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.counts.length === b.counts.length &&
    a.counts.every((count, k) => count === b.counts[k])
  )
}

/**
 * The mask whose pixels change between outside and inside at the given positions in COCO's order, outside before
 * the first. Two changes at one position cancel, and one at the very end has no effect.
 *
 * @param toggles  in rising order
 */
export function fromToggles(toggles: Uint32Array, size: Size): Rle {
  const total = size.width * size.height
  const counts = new Uint32Array(toggles.length + 1)
  let runs = 0
  let start = 0
  for (let k = 0; k < toggles.length && toggles[k]! < total; k++) {
    if (toggles[k] === toggles[k + 1]) k++
    else {
      counts[runs++] = toggles[k]! - start
      start = toggles[k]!
    }
  }
  counts[runs++] = total - start
  return { width: size.width, height: size.height, counts: counts.slice(0, runs) }
}

function wholePhoto({ width, height }: Size): Box {
  return { x0: 0, y0: 0, x1: width - 1, y1: height - 1 }
}
