import type { Size } from '../image/index.ts'
import { PositionList } from './position-list.ts'
import { area, checkSameSize, fromToggles, type Rle } from './rle.ts'

// All of it on the runs themselves, without a bitmap; every function throws a RangeError when the sizes differ.

/** What lies in a or in b. */
export const union = (a: Rle, b: Rle): Rle => combine(a, b, (inA, inB) => inA || inB)

/** What lies in both. */
export const intersection = (a: Rle, b: Rle): Rle => combine(a, b, (inA, inB) => inA && inB)

/** What lies in a and not in b. */
export const difference = (a: Rle, b: Rle): Rle => combine(a, b, (inA, inB) => inA && !inB)

/** What lies in exactly one of them. */
export const exclusive = (a: Rle, b: Rle): Rle => combine(a, b, (inA, inB) => inA !== inB)

/** What lies outside. */
export function complement({ width, height, counts }: Rle): Rle {
  const flipped = counts[0] === 0 ? counts.slice(1) : new Uint32Array(counts.length + 1)
  if (counts[0] !== 0) flipped.set(counts, 1)
  return { width, height, counts: flipped }
}

/** What lies in any of the masks, of which there may be none. */
export function unionOfAll(masks: readonly Rle[], size: Size): Rle {
  const starts = new PositionList()
  const ends = new PositionList()
  for (const mask of masks) {
    checkSameSize(mask, size)
    let position = 0
    for (let k = 0; k < mask.counts.length; k++) {
      if (k % 2 === 1) starts.push(position)
      position += mask.counts[k]!
      if (k % 2 === 1) ends.push(position)
    }
  }
  // A run begins where the number of masks that a pixel lies in leaves 0, and ends where it comes back to 0.
  const started = starts.values().sort()
  const ended = ends.values().sort()
  const toggles = new PositionList()
  for (let s = 0, e = 0; e < ended.length; ) {
    if (s < started.length && started[s]! <= ended[e]!) {
      if (s === e) toggles.push(started[s]!)
      s++
    } else {
      e++
      if (s === e) toggles.push(ended[e - 1]!)
    }
  }
  return fromToggles(toggles.values(), size)
}

/** Number of pixels that lie in both. */
export function overlap(a: Rle, b: Rle): number {
  let pixels = 0
  forEachStretch(a, b, (start, end, inA, inB) => {
    if (inA && inB) pixels += end - start
  })
  return pixels
}

/**
 * Intersection over union as the COCO API counts it: 0 for two empty masks, and for a truth that stands for a crowd
 * the intersection over the detection's own area.
 */
export function cocoIou(detection: Rle, truth: Rle, crowd = false): number {
  const both = overlap(detection, truth)
  return both && both / (crowd ? area(detection) : area(detection) + area(truth) - both)
}

function combine(a: Rle, b: Rle, keep: (inA: boolean, inB: boolean) => boolean): Rle {
  const toggles = new PositionList()
  let inside = false
  forEachStretch(a, b, (start, _end, inA, inB) => {
    if (keep(inA, inB) === inside) return
    inside = !inside
    toggles.push(start)
  })
  return fromToggles(toggles.values(), a)
}

/** Walks along both masks at once; a stretch ends where a run of either ends. */
function forEachStretch(
  a: Rle,
  b: Rle,
  visit: (start: number, end: number, inA: boolean, inB: boolean) => void,
): void {
  checkSameSize(a, b)
  let [i, j] = [0, 0]
  let [endA, endB] = [a.counts[0]!, b.counts[0]!]
  for (let start = 0; i < a.counts.length; ) {
    const end = Math.min(endA, endB)
    if (end > start) visit(start, end, i % 2 === 1, j % 2 === 1)
    if (endA === end) endA += a.counts[++i] ?? 0
    if (endB === end) endB += b.counts[++j] ?? 0
    start = end
  }
}
