import * as v from 'valibot'
import type { Dataset } from './dataset.ts'
import type { Files } from './files.ts'

/** Where a dataset lies and what of it is used. */
export const sourceSchema = v.strictObject({
  /** The folder; of COCO the JSON file, or the folder as it is handed out. */
  path: v.string(),
  /** As the dataset names its parts: train, validation, val2017. Without it all of them. */
  split: v.optional(v.string()),
  /**
   * The photos of COCO, and of a folder of masks, when they lie elsewhere than usual; below the path or
   * absolute.
   */
  images: v.optional(v.string()),
  /** The masks of a folder of masks, likewise. */
  masks: v.optional(v.string()),
  /**
   * What the values in a folder of masks say: object or not, the share of the pixel, or the object's number.
   */
  values: v.optional(v.picklist(['binary', 'soft', 'numbers']), 'binary'),
  /** Whether COCO's crowds count neither way, or are background as if they had not been drawn. */
  crowds: v.optional(v.picklist(['void', 'ignored']), 'void'),
})

export type Source = v.InferOutput<typeof sourceSchema>

/** A way in which datasets are stored. */
export type DatasetFormat = {
  /** How such a dataset is laid out, for people whose folder is none. */
  readonly layout: string
  /** Whether a path looks like one. */
  fits(path: string): Promise<boolean>
  /** @throws DatasetError when it is not laid out that way, or files of it are missing */
  open(source: Source, files: Files): Promise<Dataset>
}
