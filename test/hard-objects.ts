import type { Annotations, ImageRecord, ObjectRecord } from '../src/formats/index.ts'
import { type Random, random } from '../src/image/index.ts'
import { Mask } from '../src/mask/index.ts'

/** Sides of a cell, in pixels, and cells along a side of a photo. */
const cell = 24
const cells = 5

/**
 * Photos with 25 objects each, one in every cell of a grid and each of a class of its own, so that none overlaps
 * another: with holes, with islands in holes, of several parts, of parts of one pixel that touch at corners, and along
 * the edges of the photo.
 */
export function hardObjects(photos: number, seed = 1): Annotations {
  const side = cell * cells
  const images = Array.from(
    { length: photos },
    (_, k): ImageRecord => ({ id: k + 1, file: `set ${k % 2}/photo ${k}.jpg`, width: side, height: side }),
  )
  const categories = Array.from({ length: cells * cells }, (_, k) => ({ id: k + 1, name: `class ${k}` }))
  const objects = images.flatMap(image =>
    categories.map((category, k): ObjectRecord => {
      const next = random(seed, image.id, k)
      const x = (k % cells) * cell
      const y = Math.floor(k / cells) * cell
      const data = pixels(next)
      const mask = Mask.fromBitmap({ x, y, width: cell, height: cell, data }, image)
      return {
        id: (image.id - 1) * categories.length + k + 1,
        image: image.id,
        category: category.id,
        shape: { type: 'runs', rle: mask.toRle() },
        crowd: false,
      }
    }),
  )
  return { images, categories, objects }
}

/** Discs painted and erased in turn, a few pixels switched one by one, and at least one inside. */
function pixels(next: Random): Uint8Array {
  const data = new Uint8Array(cell * cell)
  const upTo = (end: number) => Math.floor(next() * end)
  for (let k = 0; k < 5; k++) {
    const [x, y, r] = [upTo(cell), upTo(cell), 2 + upTo(9)]
    for (let i = 0; i < data.length; i++)
      if (((i % cell) - x) ** 2 + (Math.floor(i / cell) - y) ** 2 < r * r)
        data[i] = k === 1 || k === 3 ? 0 : 1
  }
  for (let k = 0; k < 8; k++) data[upTo(data.length)]! ^= 1
  data[upTo(data.length)] = 1
  return data
}
