import type { Raster, Size } from '../image/index.ts'

/** One object of one photo. */
export type Entry = {
  /** Names photo and object, for people and for reports. */
  readonly id: string
  /** Paths of the photo, and of the file that says where the object is. */
  readonly image: string
  readonly annotation: string
  /** Number or key of the object in its annotation. */
  readonly object: number
  /** Pixels, as the annotation states them. */
  readonly area: number
  readonly class?: string
  /** The collection that it comes from, and the part for reports: a sequence, a domain. */
  readonly set?: string
  readonly part?: string
}

/** A photo with one object marked. */
export type Scene = {
  /** Red, green and blue. */
  readonly photo: Raster<Uint8Array>
  /** One channel of the photo's size: 255 inside the object, 0 outside. */
  readonly mask: Raster<Uint8Array>
  /** The same for pixels that count neither way; absent where there are none. */
  readonly void?: Raster<Uint8Array>
}

/** A folder of photos and annotations, whatever its format. */
export type Dataset = {
  readonly name: string
  /** The objects of a photo follow each other. */
  readonly entries: readonly Entry[]
  /**
   * Reads a photo and one of its objects. Photos are shared: nobody may write to them.
   *
   * @throws DatasetError or ImageFileError when a file is missing or damaged, or does not belong to the photo
   */
  read(entry: Entry): Promise<Scene>
  /**
   * The size that the photo has by its annotation, without decoding anything.
   *
   * @throws ImageFileError when the annotation is a picture, and missing or damaged
   */
  annotatedSize(entry: Entry): Promise<Size>
}
