import type { FoundImage, ImageListing, Store } from '../../store/index.ts'
import { RefusedError } from '../http/refusal.ts'
import type { UnreadPhoto } from '../messages.ts'
import { fingerprint } from './fingerprint.ts'
import type { FoundFiles, PhotoFile, PhotoFolder } from './folder.ts'
import { FolderWatch } from './folder-watch.ts'

/** For how long the thread is kept from other work while files are looked into, in milliseconds. */
const patience = 8

/**
 * New photos that are told as soon as they are there; from then on they are told from time to time, in milliseconds, and
 * on a machine that has much to do less often: of all time at most a tenth goes into it.
 */
const firstPhotos = 200
const tellEvery = 3000
const mostOfTime = 0.1

export type KnownPhoto = {
  readonly id: string
  /** Below the project's folder, with slashes. */
  readonly path: string
  readonly hash: string
}

/** Of photos that are new or changed, and of all files that cannot be read. */
export type TellPhotos = (changed: readonly ImageListing[], unread: readonly UnreadPhoto[]) => void

/** As people count: img2 before img10. */
const inOrder = new Intl.Collator('en', { numeric: true }).compare

/**
 * The photos of the project: the store's images, kept in step with the files of the folder. A photo whose file was
 * renamed is found again by its content, one whose file is gone stays as missing.
 */
export class Library {
  readonly #folder: PhotoFolder
  readonly #store: Store
  readonly #tell: TellPhotos
  readonly #photos = new Map<string, KnownPhoto>()
  /** By path; of files that are as they were when they were looked into. */
  readonly #files = new Map<string, FoundImage>()
  readonly #unread = new Map<string, UnreadPhoto & PhotoFile>()
  /** Files that cannot be read are not as they were told. */
  #isUntold = false
  readonly #watch = new FolderWatch(() => void this.look())
  #looking: Promise<void> | undefined
  #again = false
  #closed = false

  private constructor(folder: PhotoFolder, store: Store, tell: TellPhotos) {
    this.#folder = folder
    this.#store = store
    this.#tell = tell
  }

  /**
   * What the store knows; from then on the folder is looked through and watched.
   *
   * @param opening  while it opens, the folder is walked through for the first time
   */
  static async open(folder: PhotoFolder, opening: Promise<Store>, tell: TellPhotos): Promise<Library> {
    const [store, first] = await Promise.all([opening, folder.find()])
    const library = new Library(folder, store, tell)
    await library.#recall()
    library.#looking = library.#lookUntilDone(first)
    return library
  }

  /** @throws RefusedError 404 */
  photo(id: string): KnownPhoto {
    const photo = this.#photos.get(id)
    if (!photo) throw new RefusedError(404, 'unknown', `there is no photo "${id}" in this project`)
    return photo
  }

  /** All photos, in the order of their paths. */
  async listing(): Promise<ImageListing[]> {
    const images = await this.#store.images()
    return images.sort((a, b) => inOrder(a.path, b.path))
  }

  /** Picture files that could not be read, and why. */
  get unread(): readonly UnreadPhoto[] {
    return [...this.#unread.values()].map(({ path, message }) => ({ path, message }))
  }

  /** Looks through the folder; when that is going on, once more afterwards. Resolves when nothing is left to do. */
  look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#lookUntilDone()
    return this.#looking
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#watch.close()
    await this.#looking?.catch(() => {})
  }

  async #lookUntilDone(first?: FoundFiles): Promise<void> {
    try {
      if (first) await this.#takeIn(first)
      while (this.#again && !this.#closed) {
        this.#again = false
        await this.#takeIn(await this.#folder.find())
      }
    } finally {
      this.#looking = undefined
    }
  }

  async #takeIn({ files, folders }: FoundFiles): Promise<void> {
    if (this.#closed) return
    // What happened in a folder before it was watched would be missed.
    if (this.#watch.watch(folders)) this.#again = true
    files.sort((a, b) => inOrder(a.path, b.path))
    const paths = new Set(files.map(({ path }) => path))
    for (const path of this.#unread.keys()) if (!paths.has(path)) this.#noteUnread(path, undefined)
    const found: FoundImage[] = []
    const fresh: PhotoFile[] = []
    for (const file of files) {
      const known = this.#files.get(file.path)
      if (known && isUnchanged(known, file)) found.push(known)
      else fresh.push(file)
    }
    if (fresh.length === 0 && found.length === this.#files.size && !this.#isUntold) return // as it was
    let tellAt = Number.POSITIVE_INFINITY
    const first = found.length + firstPhotos
    let pause = performance.now() + patience
    for (const file of fresh) {
      if (this.#closed) return
      const image = await this.#lookInto(file)
      if (image) found.push(image)
      if (found.length === first || performance.now() > tellAt) {
        const began = performance.now()
        await this.#sync(found, true)
        const now = performance.now()
        tellAt = now + Math.max(tellEvery, (now - began) / mostOfTime)
      }
      if (performance.now() < pause) continue
      await new Promise(resolve => setImmediate(resolve))
      pause = performance.now() + patience
    }
    await this.#sync(found, false)
  }

  /** Undefined for a file that is no picture, or gone meanwhile. */
  async #lookInto(file: PhotoFile): Promise<FoundImage | undefined> {
    const before = this.#unread.get(file.path)
    if (before && isUnchanged(before, file)) return undefined
    const place = this.#folder.placeOf(file)
    try {
      const image = { ...file, ...(await fingerprint(place)) }
      this.#noteUnread(file.path, undefined)
      return image
    } catch (error) {
      // Messages begin with the name; that is no news here.
      const message = (error as Error).message.replace(`${place}: `, '')
      this.#noteUnread(file.path, { ...file, message })
      return undefined
    }
  }

  #noteUnread(path: string, unread: (UnreadPhoto & PhotoFile) | undefined): void {
    if (unread) this.#unread.set(path, unread)
    if (unread || this.#unread.delete(path)) this.#isUntold = true
  }

  async #sync(found: readonly FoundImage[], partial: boolean): Promise<void> {
    const { added, moved, changed, missing, returned } = await this.#store.syncImages(found, { partial })
    this.#files.clear()
    for (const image of found) this.#files.set(image.path, image)
    const ids = new Set([...added, ...moved, ...changed, ...missing, ...returned])
    if (ids.size === 0 && !this.#isUntold) return
    const images = ids.size === 0 ? [] : (await this.#store.images()).filter(({ id }) => ids.has(id))
    for (const { id, path, hash } of images) this.#photos.set(id, { id, path, hash })
    this.#isUntold = false
    this.#tell(images, this.unread)
  }

  async #recall(): Promise<void> {
    for (const { id, path, hash } of await this.#store.images()) this.#photos.set(id, { id, path, hash })
    for (const image of await this.#store.files()) this.#files.set(image.path, image)
  }
}

function isUnchanged(known: PhotoFile, file: PhotoFile): boolean {
  return known.bytes === file.bytes && known.modified === file.modified
}
