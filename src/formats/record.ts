import type { Point, Size } from '../image/index.ts'
import { type CocoRle, Mask, type Part } from '../mask/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'

/** The annotations of a collection of images: what all formats are read into and written from. */
export type Annotations = {
  readonly images: readonly ImageRecord[]
  readonly categories: readonly CategoryRecord[]
  readonly objects: readonly ObjectRecord[]
}

export type ImageRecord = Size & {
  readonly id: number
  /** As the file names it, with slashes between folders. */
  readonly file: string
  /** The part of the data for one use, as its format calls it: train, val, test. */
  readonly split?: string
  /** Pixels that nobody decided (void): they count neither for nor against any object. */
  readonly undecided?: CocoRle
}

export type CategoryRecord = {
  /** Numbers may have gaps, and keep them. */
  readonly id: number
  readonly name: string
  readonly supercategory?: string
}

export type ObjectRecord = {
  readonly id: number
  readonly image: number
  readonly category?: number
  readonly shape: ObjectShape
  /** A rectangle around it as the file states it, in pixels from the upper left corner of the image. */
  readonly box?: Rectangle
  /** Pixels, as the file states them. */
  readonly area?: number
  /** Many objects marked as one. */
  readonly crowd: boolean
  /** How sure a model is, 0 to 1; absent where a person drew it. */
  readonly score?: number
  /** The clicks that made it, or that shall make it; whole numbers are pixel centres. */
  readonly points?: readonly Point[]
}

/**
 * The pixels of an object, as the file has them: nothing is decoded or filled before `maskOf`.
 *
 * - runs: COCO's run lengths, compressed or not
 * - outlines: parts with holes, filled as the COCO API fills polygons and united; whole numbers are pixel corners
 * - box: nothing but the rectangle is known
 */
export type ObjectShape =
  | { readonly type: 'runs'; readonly rle: CocoRle }
  | { readonly type: 'outlines'; readonly parts: readonly Part[] }
  | { readonly type: 'box' }

/** How far a coordinate of outlines may lie from 0: beyond it the COCO API's own arithmetic breaks. */
export const furthest = 429_496_729

/** Edges may lie between pixels: a box around the pixel at 0, 0 is 0, 0, 1, 1. */
export type Rectangle = Size & Point

/**
 * The mask of an object, or undefined when only its box is known.
 *
 * @param image  the one it lies in
 * @throws AnnotationFileError when its run lengths are damaged or of another size than the image
 */
export function maskOf({ id, shape }: ObjectRecord, image: ImageRecord): Mask | undefined {
  if (shape.type === 'box') return undefined
  if (shape.type === 'outlines') return Mask.fromParts(shape.parts, image)
  const [height, width] = shape.rle.size
  if (width !== image.width || height !== image.height)
    throw new AnnotationFileError(
      `object ${id} has run lengths of ${width}×${height}, its image "${image.file}" is ${image.width}×${image.height}`,
    )
  try {
    return Mask.fromRle(shape.rle)
  } catch (error) {
    throw new AnnotationFileError(`object ${id} in "${image.file}": ${(error as Error).message}`, {
      cause: error,
    })
  }
}
