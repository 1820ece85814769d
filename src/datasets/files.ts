import type { Raster } from '../image/index.ts'
import { decode } from '../image/node.ts'
import { type LabelImage, readLabelImage } from './label-image.ts'

/**
 * Decoded photos and label images by path. Those that come first are kept until the bytes are used up: a run
 * visits photos in random order, so that giving up old ones for new ones would gain nothing. Of the others
 * the last two stay, a photo and its labels, for the objects of one photo may follow each other. Who asks for
 * a file that is being read waits with the rest.
 */
export class Files {
  readonly #kept = new Map<string, Promise<Raster<Uint8Array | Uint16Array>>>()
  #left: number
  readonly #guests: string[] = []

  /** @param bytes  of pixels that are kept */
  constructor(bytes: number) {
    this.#left = bytes
  }

  /** Red, green and blue. @throws ImageFileError as decode does */
  photo(path: string): Promise<Raster<Uint8Array>> {
    return this.#read(path, decode)
  }

  /** @throws DatasetError as readLabelImage does */
  labels(path: string): Promise<LabelImage> {
    return this.#read(path, readLabelImage)
  }

  #read<T extends Raster<Uint8Array | Uint16Array>>(
    path: string,
    read: (path: string) => Promise<T>,
  ): Promise<T> {
    const known = this.#kept.get(path)
    if (known) return known as Promise<T>
    const picture = read(path)
    this.#kept.set(path, picture)
    picture.then(
      ({ data }) => this.#account(path, data.byteLength),
      () => this.#kept.delete(path),
    )
    return picture
  }

  #account(path: string, bytes: number): void {
    if (bytes <= this.#left) {
      this.#left -= bytes
      return
    }
    this.#guests.push(path)
    if (this.#guests.length > 2) this.#kept.delete(this.#guests.shift()!)
  }
}
