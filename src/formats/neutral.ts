import { AnnotationFileError } from './annotation-file-error.ts'
import type { FormatOptions, PhotoPlace, ReadAnnotations } from './format.ts'
import { insidePath, join } from './paths.ts'
import type { Annotations, CategoryRecord, ImageRecord, ObjectRecord } from './record.ts'

/** The most pixels of a photo whose masks are stored row by row, for they pass through a bitmap. */
const mostPixels = 2 ** 28

/** Of a coordinate: no photo has a side as long, and the COCO API's own arithmetic stays whole. */
export const furthest = 429_496_729

/** Collects what a reader finds: gives numbers to photos, classes and objects, and counts what is left out. */
export class Collector {
  readonly #images = new Map<string, ImageRecord>()
  readonly #categories = new Map<string, number>()
  readonly #objects: ObjectRecord[] = []
  readonly #leftOut = new Map<string, number>()

  /** @throws AnnotationFileError when the size is no size, or the photo is there already */
  addImage(image: Omit<ImageRecord, 'id'>, fail: (problem: string) => never = complain): ImageRecord {
    const { file, width, height } = image
    const whole = [width, height].every(side => Number.isInteger(side) && side >= 1 && side <= 65_535)
    if (!whole || width * height > mostPixels)
      fail(`"${file}" is ${width}×${height}, expected whole sides from 1 and at most ${mostPixels} pixels`)
    if (this.#images.has(file)) fail(`"${file}" is annotated twice`)
    const record = { id: this.#images.size + 1, ...image }
    this.#images.set(file, record)
    return record
  }

  /** The number of a class, which is made when it is new; classes are numbered from 1 in the order in which they come. */
  category(name: string): number {
    const known = this.#categories.get(name)
    if (known !== undefined) return known
    const id = this.#categories.size + 1
    this.#categories.set(name, id)
    return id
  }

  addObject(object: Omit<ObjectRecord, 'id' | 'crowd'> & { readonly crowd?: boolean }): void {
    this.#objects.push({ id: this.#objects.length + 1, crowd: false, ...object })
  }

  /** @param what  in the plural: "polylines" */
  leaveOut(what: string, count = 1): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + count)
  }

  result(): ReadAnnotations {
    const categories = [...this.#categories].map(([name, id]): CategoryRecord => ({ id, name }))
    const notes = [...this.#leftOut].map(([what, count]) => `${count} ${what} are left out`)
    return { images: [...this.#images.values()], categories, objects: this.#objects, notes }
  }
}

function complain(problem: string): never {
  throw new AnnotationFileError(problem)
}

/** The objects of every photo, in their order; photos without any are there too. */
export function objectsByImage({ images, objects }: Annotations): Map<ImageRecord, ObjectRecord[]> {
  const imageOf = new Map(images.map(image => [image.id, image]))
  const lists = new Map(images.map(image => [image, [] as ObjectRecord[]]))
  for (const object of objects) lists.get(imageOf.get(object.image)!)!.push(object)
  return lists
}

/** Looks up what a class is called. Objects without one have been given one where a format needs it. */
export function classNames({ categories }: Annotations): (object: ObjectRecord) => string | undefined {
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  return ({ category }) => (category === undefined ? undefined : names.get(category))
}

/** The place of a photo in a folder for each part of the data; a name that begins with its part does not get it twice. */
export function inSplit({ file, split }: ImageRecord): string {
  const inside = insidePath(file)
  return split === undefined || inside.startsWith(`${split}/`) ? inside : `${split}/${inside}`
}

/** Where a photo is, as seen from an export: in the folder that the options name, else where it belongs. */
export function placeOf({ file }: ImageRecord, { photos }: FormatOptions, usual: string): PhotoPlace {
  return { photo: file, path: photos === undefined ? usual : join(photos, file) }
}

/**
 * A coordinate as a share of the side of a photo, with as many decimals as ofShare needs to have it back.
 *
 * @param whole  what the side is: 1, or 100 for percent
 */
export function shareOf(value: number, side: number, whole = 1): number {
  const decimals = Math.ceil(Math.log10(side / whole)) + 4
  return rounded((value * whole) / side, Math.max(decimals, 2))
}

/** And back, to a ten-thousandth of a pixel: on which side of a half a corner lies decides about pixels. */
export function ofShare(share: number, side: number, whole = 1): number {
  return rounded((share * side) / whole)
}

/** A number with few decimals: of a coordinate, ten-thousandths of a pixel. */
export function rounded(value: number, decimals = 4): number {
  return Number(value.toFixed(decimals)) + 0
}
