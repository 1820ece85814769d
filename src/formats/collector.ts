import { AnnotationFileError } from './annotation-file-error.ts'
import type { ReadAnnotations } from './format.ts'
import type { CategoryRecord, ImageRecord, ObjectRecord } from './record.ts'

/** The most pixels of a photo whose masks are stored row by row, for they pass through a bitmap. */
const mostPixels = 2 ** 28

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
