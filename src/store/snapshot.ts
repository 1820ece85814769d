import { fstatSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Change, Id } from '../document/index.ts'
import type { Applied, StoreEvent, Synced } from './answers.ts'
import type { Database } from './database.ts'
import { Output } from './output.ts'
import { Parts } from './parts.ts'
import type { Queue } from './queue.ts'
import { numberedClasses, numberedImages, type ObjectForCoco, objectsForCoco } from './rows.ts'
import { setAside } from './set-aside.ts'
import {
  beginning,
  classLine,
  ending,
  imageLine,
  middle,
  objectLine,
  type SnapshotHead,
  snapshotName,
} from './snapshot-format.ts'
import { type Piece, readLayout, type SnapshotLayout, type Stretch } from './snapshot-layout.ts'

/** From the last edit, in milliseconds: as long as others follow, a snapshot waits. */
const quiet = 600
/** From the first edit that is not in one; less twice the time that the last one took, but not less than the second. */
const [longest, least] = [2000, 300]
/** After one that failed. */
const again = 5000

/** Images whose objects are read from the database in one go. */
const slice = 20
/** Objects that become text in one go; edits and requests come in between. */
const lines = 200

/** Lines that were made. */
type Renewed = {
  readonly version: number
  /** Nothing stale is left: all lines are of this version. */
  readonly isAll: boolean
  readonly classes: readonly string[]
}

type SnapshotEvent = Extract<StoreEvent, { type: 'snapshot' }>

export type SnapshotOptions = {
  readonly database: Database
  /** Of all that writes: what it runs sees the edits before it, and all of them were told. */
  readonly queue: Queue
  /** Where lines are kept until they are in a snapshot, and where it goes itself when the photos' folder takes no files. */
  readonly data: string
  readonly head: SnapshotHead
}

/**
 * Keeps a file beside the photos that has the whole project in it, see snapshot-format. From the database come only
 * the objects of images that were edited since the last time; the others are copied from the file before.
 */
export class Snapshot {
  readonly #options: SnapshotOptions
  #listener: (event: SnapshotEvent) => void = () => {}
  #head: SnapshotHead
  #path: string
  /** The file that was written or found last. */
  #file: FileHandle | undefined
  /** Of that file: what somebody else does to it shows here. */
  #stamp: string | undefined
  readonly #parts: Parts
  /** Where the lines of each image's objects are; images without objects have none. */
  readonly #pieces = new Map<Id, Piece>()
  /** The lines of the images themselves, by their numbers. */
  readonly #images = new Map<Id, { readonly number: number; readonly line: string }>()
  /** Images that are not as in the database: their objects, and themselves. */
  readonly #staleObjects = new Set<Id>()
  readonly #staleImages = new Set<Id>()
  /** Any image may be. */
  #isDoubtful = false
  #isStale = false
  /** When the first edit came that is not in a file yet. */
  #since: number | undefined
  /** How long the last one took, in milliseconds. */
  #took = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  /** @param path  where it is, or shall be */
  constructor(path: string, options: SnapshotOptions) {
    this.#path = path
    this.#options = options
    this.#head = options.head
    this.#parts = new Parts(join(options.data, 'snapshot-parts'))
  }

  /**
   * Begins anew. A project in which nothing was done yet leaves no file.
   *
   * @param read  the file that the project was rebuilt from: it may be written over
   */
  async begin(read: FileHandle | undefined): Promise<void> {
    this.#stamp = read && stampOf(read)
    await this.#doubtAll()
    if (this.#head.version > 0) this.#scheduleAtOnce()
  }

  /** Goes on with the file that is there, which is of this store and as it was written. */
  async continue(file: FileHandle, { head, stretches }: SnapshotLayout): Promise<void> {
    const { database } = this.#options
    this.#file = file
    this.#stamp = stampOf(file)
    const images = await database.query<{ id: Id; number: number }>('SELECT id, number FROM images')
    for (const { id, number } of images) {
      this.#staleImages.add(id)
      const stretch = stretches.get(number)
      if (stretch) this.#pieces.set(id, { from: file, ...stretch })
    }
    const later = await database.query<{ image: Id | null }>(
      'SELECT DISTINCT image FROM entries WHERE version > $1',
      [head.version],
    )
    for (const { image } of later) {
      if (image === null) this.#isDoubtful = true
      else this.#staleObjects.add(image)
    }
    if (this.#head.version > head.version) this.#scheduleAtOnce()
  }

  /** Who is told of every snapshot that was written, or could not be. */
  tell(listener: (event: SnapshotEvent) => void): void {
    this.#listener = listener
  }

  /** After an edit. */
  edited({ version, entry, change }: Applied): void {
    this.#head = { ...this.#head, version }
    this.#mark(change, entry.image)
    this.#schedule()
  }

  /** After a look through the folder. */
  synced({ added, moved, changed, missing, returned }: Synced): void {
    for (const id of [...added, ...moved, ...changed, ...missing, ...returned]) this.#staleImages.add(id)
    if (this.#head.version > 0) this.#schedule()
  }

  /** Writes what is not in the file yet, and ends. A failure is told, not thrown: the database has everything. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    if (this.#isStale) await this.#write()
    clearTimeout(this.#timer)
    await this.#file?.close()
    await this.#parts.clear()
  }

  #mark({ images, objects, removedObjects }: Change, image: Id | null): void {
    for (const { id } of images) this.#staleImages.add(id)
    for (const object of objects) this.#staleObjects.add(object.image)
    if (removedObjects.length === 0) return
    // Of objects that are gone the images are not known when there are several.
    if (image !== null) this.#staleObjects.add(image)
    else this.#isDoubtful = true
  }

  async #doubtAll(): Promise<void> {
    const images = await this.#options.database.query<{ id: Id }>('SELECT id FROM images')
    for (const { id } of images) {
      this.#staleImages.add(id)
      this.#staleObjects.add(id)
    }
  }

  /** For edits of which nobody knows how long ago they were. */
  #scheduleAtOnce(): void {
    this.#since = Number.NEGATIVE_INFINITY
    this.#schedule()
  }

  #schedule(): void {
    this.#isStale = true
    const now = performance.now()
    this.#since ??= now
    if (this.#writing) return
    clearTimeout(this.#timer)
    const end = this.#since + Math.max(longest - 2 * this.#took, least)
    this.#timer = setTimeout(() => void this.#write(), Math.max(Math.min(quiet, end - now), 0))
  }

  #write(): Promise<void> {
    this.#isStale = false
    this.#since = undefined
    const begun = performance.now()
    this.#writing = this.#writeOnce()
      .then(
        version => {
          this.#took = performance.now() - begun
          const at = new Date().toISOString()
          this.#listener({ type: 'snapshot', state: 'saved', version, at, path: this.#path })
          return false
        },
        error => {
          const message = `${this.#path} was not written: ${(error as Error).message}. The project itself is saved, and this is tried again`
          this.#listener({ type: 'snapshot', state: 'failed', message, path: this.#path })
          return true
        },
      )
      .then(hasFailed => {
        this.#writing = undefined
        if (hasFailed) {
          this.#isStale = true
          this.#timer = setTimeout(() => void this.#write(), again)
        } else if (this.#isStale) this.#schedule()
      })
    return this.#writing
  }

  /** @returns the version that is in it */
  async #writeOnce(): Promise<number> {
    // Somebody wrote into the file that lines would be copied from.
    if (this.#file && stampOf(this.#file) !== this.#stamp) this.#isDoubtful = true
    const end = await this.#renewAll()
    await this.#parts.flush()
    const { output, stretches } = await this.#assemble(end)
    try {
      await this.#replace(output)
    } catch (error) {
      await output.remove()
      throw error
    }
    await this.#file?.close()
    await this.#parts.clear()
    this.#file = output.file
    this.#stamp = stampOf(output.file)
    for (const [id, stretch] of stretches) this.#pieces.set(id, { from: output.file, ...stretch })
    return end.version
  }

  /** Makes the lines of all that is stale: afterwards what is known is the project at one version. */
  async #renewAll(): Promise<Renewed> {
    for (let most = slice; ; ) {
      if (this.#isDoubtful) {
        this.#isDoubtful = false
        await this.#doubtAll()
      }
      const before = this.#staleObjects.size
      const renewed = await this.#renew(most)
      if (renewed.isAll) return renewed
      // Edits make as many stale as are renewed: more have to be read in one go then.
      if (this.#staleObjects.size >= before) most *= 2
    }
  }

  /** Makes the lines of some stale images, as they are at one version. */
  async #renew(most: number): Promise<Renewed> {
    const { database, queue } = this.#options
    let ids: Id[] = []
    let images: Id[] = []
    try {
      const read = await queue.runNext(() =>
        database.transaction(async query => {
          await query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
          const [project] = await query<{ version: number }>('SELECT version FROM project')
          const { version } = project!
          // Another process on the same database did what was not told here.
          if (version !== this.#head.version) this.#isDoubtful = true
          this.#head = { ...this.#head, version }
          // Only here it is sure that all edits up to the version were told.
          ids = [...this.#staleObjects].slice(0, most)
          images = [...this.#staleImages]
          for (const id of ids) this.#staleObjects.delete(id)
          this.#staleImages.clear()
          return {
            version,
            isAll: this.#staleObjects.size === 0 && !this.#isDoubtful,
            classes: (await numberedClasses(query)).map(classLine),
            images: await numberedImages(query, images),
            objects: await objectsForCoco(query, ids),
          }
        }),
      )
      for (const image of read.images)
        this.#images.set(image.id, { number: image.number, line: imageLine(image) })
      for (const id of ids) this.#pieces.delete(id)
      await this.#render(read.objects)
      return read
    } catch (error) {
      for (const id of ids) this.#staleObjects.add(id)
      for (const id of images) this.#staleImages.add(id)
      throw error
    }
  }

  /** Makes the lines of objects, image after image. */
  async #render(objects: readonly ObjectForCoco[]): Promise<void> {
    for (let i = 0; i < objects.length; ) {
      const { image } = objects[i]!
      const made: string[] = []
      for (; objects[i]?.image === image; i++) {
        made.push(objectLine(objects[i]!))
        if (i % lines === lines - 1) await breathe()
      }
      this.#pieces.set(image, await this.#parts.add(made))
    }
  }

  /** The whole file, and where the objects of each image are in it. */
  async #assemble({ version, classes }: Renewed): Promise<{ output: Output; stretches: Map<Id, Stretch> }> {
    const output = await this.#createBeside()
    try {
      const images = [...this.#images].sort(([, a], [, b]) => a.number - b.number)
      const head = { ...this.#options.head, version }
      await output.write(
        beginning(
          head,
          images.map(([, { line }]) => line),
          classes,
        ),
      )
      const stretches = new Map<Id, Stretch>()
      let separator = ''
      // Neighbours that were neighbours before are copied in one go, with the comma between them.
      let run: Piece | undefined
      const copy = async () => {
        if (!run) return
        await output.write(separator)
        await output.copy(run)
        separator = ','
      }
      let position = output.position
      for (const [id] of images) {
        const piece = this.#pieces.get(id)
        if (!piece) continue
        const isNext = run && run.from === piece.from && run.offset + run.length + 1 === piece.offset
        if (run && isNext) run = { ...run, length: run.length + 1 + piece.length }
        else {
          await copy()
          run = piece
        }
        if (stretches.size > 0) position++ // the comma
        stretches.set(id, { offset: position, length: piece.length })
        position += piece.length
      }
      await copy()
      await output.write(middle)
      await output.write(ending(output.checksum))
      await output.flush()
      await output.file.sync()
      return { output, stretches }
    } catch (error) {
      await output.remove()
      throw error
    }
  }

  /** A file that will take the snapshot's place: beside the photos, or with the project where that is not possible. */
  async #createBeside(): Promise<Output> {
    const draft = () => join(dirname(this.#path), `.${snapshotName}.${process.pid}.tmp`)
    try {
      return await Output.create(draft())
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (!['EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) throw error
      this.#path = join(this.#options.data, snapshotName)
      return Output.create(draft())
    }
  }

  /** Puts the new file in the place of the one before. Something else that lies there meanwhile is kept. */
  async #replace(output: Output): Promise<void> {
    const present = stampAt(this.#path)
    if (present !== undefined && present !== this.#stamp && !(await this.#isOlder()))
      await setAside(this.#path)
    await rename(output.path, this.#path)
    await syncFolder(dirname(this.#path))
  }

  /** Whether what lies there is an earlier snapshot of this store, which another process on its database wrote. */
  async #isOlder(): Promise<boolean> {
    const file = await open(this.#path)
    try {
      const head = (await readLayout(file))?.head
      return head?.store === this.#head.store && head.version <= this.#head.version
    } finally {
      await file.close()
    }
  }
}

// Asked for at once, which takes less than a turn of the event loop.
const stampOf = (file: FileHandle) => stampFrom(fstatSync(file.fd))

function stampAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats && stampFrom(stats)
}

const stampFrom = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }) =>
  `${ino} ${size} ${mtimeMs}`

/** Makes a rename last. Not every system lets folders be opened; those that do not need no such call. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
