import type { Photo } from '../../segmenter/index.ts'

/**
 * Photos that are decoded, so that a photo is decoded once however many objects it has. When they become too many, the
 * one that was not asked for the longest goes; the newest always stays.
 */
export class OpenedPhotos {
  readonly #most: number
  readonly #photos = new Map<string, Promise<Photo>>()
  readonly #bytes = new Map<string, number>()

  /** @param most  bytes of pixels, about */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * @param key   the photo's content
   * @param open  decodes it; called when it is not here
   * @throws what open throws; it is tried anew the next time
   */
  get(key: string, open: () => Promise<Photo>): Promise<Photo> {
    const known = this.#photos.get(key)
    if (known) {
      this.#photos.delete(key) // to the end of the order
      this.#photos.set(key, known)
      return known
    }
    const photo = open()
    this.#photos.set(key, photo)
    photo.then(
      ({ width, height }) => this.#account(key, width, height),
      () => this.#photos.delete(key),
    )
    return photo
  }

  #account(key: string, width: number, height: number): void {
    if (!this.#photos.has(key)) return // went while it was decoded
    this.#bytes.set(key, 4 * width * height) // three bytes a pixel, and up to one for the reduced levels
    for (const oldest of this.#photos.keys()) {
      const total = [...this.#bytes.values()].reduce((a, b) => a + b, 0)
      if (total <= this.#most || oldest === key) return
      this.#photos.delete(oldest)
      this.#bytes.delete(oldest)
    }
  }
}
