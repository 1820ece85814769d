import type { Size } from '../image/index.ts'
import { checkSize, type Rle } from './rle.ts'

/** Run lengths as they stand in COCO's JSON: size is [height, width], counts are compressed text or plain numbers. */
export type CocoRle = {
  readonly size: readonly [height: number, width: number]
  readonly counts: string | readonly number[]
}

/** The JSON form of a mask, with compressed counts. */
export function writeCocoRle({ width, height, counts }: Rle): { size: [number, number]; counts: string } {
  return { size: [height, width], counts: compress(counts) }
}

/**
 * Reads either form. Empty runs in the middle are legal there; they are merged away.
 *
 * @throws RangeError when the size is not two whole numbers from 1, the text is damaged, a run is negative or not
 *   whole, or the runs do not add up to height × width
 */
export function readCocoRle({ size: [height, width], counts }: CocoRle): Rle {
  checkSize({ width, height })
  return withoutEmptyRuns(typeof counts === 'string' ? decompress(counts) : counts, { width, height })
}

// The text form. A number is cut into groups of five bits, the low ones first. A character is 48 plus the group,
// plus 32 when another group follows; the top bit of the last group is the sign. From the fourth run on, a number
// stands for the difference from the run two places before.

/** Run lengths as text. */
export function compress(counts: ArrayLike<number>): string {
  const codes: number[] = []
  for (let k = 0; k < counts.length; k++) {
    let value = counts[k]! - (k > 2 ? counts[k - 2]! : 0)
    for (let more = true; more; ) {
      let group = value & 31
      value >>= 5
      more = group & 16 ? value !== -1 : value !== 0
      if (more) group |= 32
      codes.push(group + 48)
    }
  }
  return fromCharCodes(codes)
}

/**
 * Run lengths from text.
 *
 * @throws RangeError when a character is not one of the 64 from "0" to "o", a number is cut off or too long, or a
 *   run is negative or passes 2^32 - 1
 */
export function decompress(text: string): Uint32Array {
  const counts = new Uint32Array(countNumbers(text))
  let value = 0
  let scale = 1
  for (let i = 0, k = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) - 48
    value += (code & 31) * scale
    scale *= 32
    if (code & 32) {
      if (scale > 2 ** 32) throw new RangeError(`run lengths: run ${k} is too long a number`)
      continue
    }
    if (code & 16) value -= scale
    if (k > 2) value += counts[k - 2]!
    if (value < 0 || value >= 2 ** 32)
      throw new RangeError(`run lengths: run ${k} is ${value}, expected 0 to 2^32 - 1`)
    counts[k++] = value
    value = 0
    scale = 1
  }
  return counts
}

function countNumbers(text: string): number {
  let numbers = 0
  let complete = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) - 48
    if (code < 0 || code > 63)
      throw new RangeError(
        `run lengths: character ${i} is ${JSON.stringify(text[i])}, expected one from 0 to o`,
      )
    complete = (code & 32) === 0
    if (complete) numbers++
  }
  if (!complete) throw new RangeError('run lengths: the text ends inside a number')
  return numbers
}

function withoutEmptyRuns(counts: ArrayLike<number>, size: Size): Rle {
  const runs = new Uint32Array(counts.length + 1)
  const pixels = size.width * size.height
  let last = 0
  let total = 0
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k]!
    if (!Number.isInteger(count) || count < 0 || count > pixels)
      throw new RangeError(`run lengths: run ${k} is ${count}, expected a whole number from 0 to ${pixels}`)
    total += count
    if (count === 0) continue
    if (last % 2 !== k % 2) last++
    runs[last]! += count
  }
  if (total !== pixels)
    throw new RangeError(
      `run lengths: they add up to ${total}, expected ${size.height} × ${size.width} = ${pixels}`,
    )
  return { ...size, counts: runs.slice(0, last + 1) }
}

/** In pieces, since a call takes a bounded number of arguments. */
function fromCharCodes(codes: readonly number[]): string {
  let text = ''
  for (let i = 0; i < codes.length; i += 8192) text += String.fromCharCode(...codes.slice(i, i + 8192))
  return text
}
