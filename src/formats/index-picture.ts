import type { Size } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import type { Loss, LossReason } from './format.ts'
import { voidNumber } from './instances.ts'
import { type ImageRecord, maskOf, type ObjectRecord } from './record.ts'

// Pictures with one number a pixel: of an object, or of a class. 0 is background, 255 is void.

export type IndexPicture = Size & { readonly data: Uint8Array | Uint16Array }

/** The number of what has a place in a list: from 1, but that of void. */
export const numberAt = (place: number) => (place + 1 < voidNumber ? place + 1 : place + 2)

/** And back. */
export const placeOfNumber = (number: number) => (number < voidNumber ? number - 1 : number - 2)

export type Painted = { readonly picture: IndexPicture; readonly losses: readonly Loss[] }

/**
 * Paints the objects of a photo, later ones over earlier ones. Crowds and what nobody decided are void where no
 * object lies.
 *
 * @param numbers  of the objects; those without one are left out. Objects with one number become one.
 * @param border   of void on either side of every outline, in pixels
 * @throws AnnotationFileError when run lengths are damaged
 */
export function paint(
  image: ImageRecord,
  objects: readonly ObjectRecord[],
  numbers: ReadonlyMap<ObjectRecord, number>,
  border = 0,
): Painted {
  const { width, height } = image
  const largest = [...numbers.values()].reduce((a, b) => Math.max(a, b), 0)
  const data = new (largest > voidNumber ? Uint16Array : Uint8Array)(width * height)
  const losses: Loss[] = []
  const lose = (object: ObjectRecord, reason: LossReason, iou: number) =>
    losses.push({ photo: image.file, object: object.id, reason, iou })

  if (image.undecided) fill(data, Mask.fromRle(image.undecided), voidNumber)
  const drawn = new Map<ObjectRecord, Mask>()
  for (const object of objects) {
    const mask = maskOf(object, image)
    if (mask === undefined) lose(object, 'box', 0)
    else if (object.crowd) {
      fill(data, mask, voidNumber)
      lose(object, 'crowd', 0)
    } else if (mask.area === 0) lose(object, 'empty', 0)
    else if (!numbers.has(object)) lose(object, 'number', 0)
    else drawn.set(object, mask)
  }
  for (const [object, mask] of drawn) fill(data, mask, numbers.get(object)!)
  if (border > 0) addVoidBorder(data, image, border)

  const areas = countValues(data)
  const sharers = new Map<number, number>()
  for (const object of drawn.keys()) {
    const number = numbers.get(object)!
    sharers.set(number, (sharers.get(number) ?? 0) + 1)
  }
  for (const [object, mask] of drawn) {
    const number = numbers.get(object)!
    const painted = areas[number]!
    const merged = sharers.get(number)! > 1
    if (painted === mask.area && !merged) continue
    const iou = merged ? sharedIou(data, mask, number, painted) : painted / mask.area
    lose(object, merged ? 'merged' : border > 0 ? 'border' : 'overlap', iou)
  }
  return { picture: { width, height, data }, losses }
}

/** The masks of all numbers but background and void, in the order of the numbers, and what is void. */
export function masksOf({ width, height, data }: IndexPicture): {
  masks: Map<number, Mask>
  undecided: Mask | undefined
} {
  const size = { width, height }
  // Left, top, right and bottom of each number, found in one pass.
  const boxes = new Map<number, [number, number, number, number]>()
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; ) {
      const number = data[i]!
      const start = x
      while (x < width && data[i] === number) {
        x++
        i++
      }
      if (number === 0) continue
      const box = boxes.get(number)
      if (box === undefined) boxes.set(number, [start, y, x - 1, y])
      else {
        box[0] = Math.min(box[0], start)
        box[2] = Math.max(box[2], x - 1)
        box[3] = y
      }
    }
  const masks = new Map<number, Mask>()
  for (const [number, [x0, y0, x1, y1]] of [...boxes].sort(([a], [b]) => a - b)) {
    const window = { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }
    const inside = new Uint8Array(window.width * window.height)
    for (let y = y0, k = 0; y <= y1; y++)
      for (let i = y * width + x0; i <= y * width + x1; i++, k++) if (data[i] === number) inside[k] = 1
    masks.set(number, Mask.fromBitmap({ ...window, data: inside }, size))
  }
  const undecided = masks.get(voidNumber)
  masks.delete(voidNumber)
  return { masks, undecided }
}

function fill(data: Uint8Array | Uint16Array, mask: Mask, number: number): void {
  if (mask.box === undefined) return
  const { x, y, width, height, data: inside } = mask.toBitmap(mask.box)
  for (let row = 0, k = 0; row < height; row++)
    for (let i = (y + row) * mask.width + x, end = i + width; i < end; i++, k++)
      if (inside[k]) data[i] = number
}

/** Pixels of every number, by number. */
function countValues(data: Uint8Array | Uint16Array): Uint32Array {
  const counts = new Uint32Array(data instanceof Uint8Array ? 256 : 65_536)
  for (let i = 0; i < data.length; i++) counts[data[i]!]!++
  return counts
}

/** Intersection over union of a mask and all pixels of a number. */
function sharedIou(data: Uint8Array | Uint16Array, mask: Mask, number: number, painted: number): number {
  const { x, y, width, height, data: inside } = mask.toBitmap(mask.box)
  let both = 0
  for (let row = 0, k = 0; row < height; row++)
    for (let i = (y + row) * mask.width + x, end = i + width; i < end; i++, k++)
      if (inside[k] && data[i] === number) both++
  return both / (mask.area + painted - both)
}

/** Makes void what lies within so many pixels of a side where two numbers meet, in a square as VOC's own borders. */
function addVoidBorder(data: Uint8Array | Uint16Array, { width, height }: Size, pixels: number): void {
  const near = new Uint8Array(data.length)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (x + 1 < width && data[i] !== data[i + 1]) near[i] = near[i + 1] = 1
      if (y + 1 < height && data[i] !== data[i + width]) near[i] = near[i + width] = 1
    }
  for (let step = 1; step < pixels; step++) {
    spread(near, width, height, 1, width)
    spread(near, height, width, width, 1)
  }
  for (let i = 0; i < data.length; i++) if (near[i]) data[i] = voidNumber
}

/** Marks the neighbours of what is marked, along lines of a bitmap. */
function spread(near: Uint8Array, length: number, lines: number, step: number, lineStep: number): void {
  for (let line = 0; line < lines; line++) {
    let before = 0
    for (let k = 0, i = line * lineStep; k < length; k++, i += step) {
      const here = near[i]!
      if (before || (k + 1 < length && near[i + step])) near[i] = 1
      before = here
    }
  }
}
