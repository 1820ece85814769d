import type { Command, Id, ImageRecord, ObjectRecord } from '../document/index.ts'
import type {
  Applied,
  ClassListing,
  EditOptions,
  Entry,
  FoundImage,
  ImageListing,
  StoreEvent,
  Synced,
} from './answers.ts'
import type { Database, Query } from './database.ts'
import { edit, history, type Step } from './edits.ts'
import type { FolderLock } from './folder-lock.ts'
import { type FileStamp, matchImages } from './match-images.ts'
import type { Queue } from './queue.ts'
import { type ObjectRow, objectOf, selectFiles, selectImages, selectObjects, writeFiles } from './rows.ts'
import type { Snapshot } from './snapshot.ts'

/** Another process has taken the store, because this one gave no sign of life for long: it may write no more. */
class StoreLostError extends Error {
  override readonly name = 'StoreLostError'

  constructor() {
    super(
      'store: another process has taken this project over; nothing is saved here any more: reload the page there',
    )
  }
}

/** What openStore puts together. */
export type StoreParts = {
  readonly database: Database
  readonly queue: Queue
  readonly version: number
  readonly snapshot: Snapshot
  readonly lock?: FolderLock
}

/**
 * A project: photos, objects, classes, and the history of what was done to them. An edit is answered once the
 * database has all of it.
 */
export class Store {
  readonly #parts: StoreParts
  readonly #listeners = new Set<(event: StoreEvent) => void>()
  #version: number
  #closing: Promise<void> | undefined

  /** For openStore. */
  constructor(parts: StoreParts) {
    this.#parts = parts
    this.#version = parts.version
    parts.snapshot.tell(event => this.#tell(event))
  }

  get #database(): Database {
    return this.#parts.database
  }

  /** Number of edits so far, counting those that took others back. */
  get version(): number {
    return this.#version
  }

  /** All images, in the order of their paths. */
  async images(): Promise<ImageListing[]> {
    // As one JSON value: 10,000 rows of fields take five times as long.
    const [all] = await this.#database.query<{ images: ImageListing[] | null }>(`
      SELECT json_agg(listing) AS images FROM (
        SELECT i.id, i.path, i.width, i.height, i.hash, i.state, i.missing, i.note <> '' AS "hasNote",
          coalesce(o.objects, 0) AS objects, o."worstDoubt"
        FROM images i LEFT JOIN (
          SELECT image, count(*)::integer AS objects, max(doubt) FILTER (WHERE review = 'unreviewed') AS "worstDoubt"
          FROM objects GROUP BY image
        ) o ON o.image = i.id
        ORDER BY i.path COLLATE "C"
      ) listing`)
    return all!.images ?? []
  }

  /**
   * An image with its objects, those that lie above last, and with what a tool had not finished on it.
   *
   * @throws RangeError when there is none of this id
   */
  image(id: Id): Promise<{ image: ImageRecord; objects: ObjectRecord[]; draft: unknown; version: number }> {
    return this.#database.transaction(async query => {
      const [image] = await query<ImageRecord>(`${selectImages} WHERE id = $1`, [id])
      if (!image) throw new RangeError(`store: there is no image "${id}"`)
      const objects = await query<ObjectRow>(`${selectObjects} WHERE o.image = $1 ORDER BY o.z, o.id`, [id])
      const [draft] = await query<{ value: unknown }>('SELECT value FROM drafts WHERE image = $1', [id])
      const [project] = await query<{ version: number }>('SELECT version FROM project')
      return {
        image,
        objects: objects.map(objectOf),
        draft: draft?.value ?? null,
        version: project!.version,
      }
    })
  }

  /** In their order. */
  classes(): Promise<ClassListing[]> {
    return this.#database.query<ClassListing>(`
      SELECT c.id, c.name, c.color, c."order", (SELECT count(*)::integer FROM objects WHERE class = c.id) AS objects
      FROM classes c ORDER BY c."order", c.id`)
  }

  /**
   * Does a command. Nothing that it brings is done when it throws.
   *
   * @throws CommandConflict when the document is not as the command expects it
   * @throws VersionConflict when `expect` is not the present version
   */
  apply(command: Command, options: EditOptions = {}): Promise<Applied> {
    return this.#edit({ kind: 'do', command }, options)
  }

  /**
   * Takes back the newest edit of the project that counts, wherever it was; the entry says where.
   *
   * @throws CommandConflict when there is none
   */
  undo(options: EditOptions = {}): Promise<Applied> {
    return this.#edit({ kind: 'undo' }, options)
  }

  /**
   * Does again what was taken back last. A new edit leaves nothing to be done again.
   *
   * @throws CommandConflict when there is nothing
   */
  redo(options: EditOptions = {}): Promise<Applied> {
    return this.#edit({ kind: 'redo' }, options)
  }

  /** The newest entries first; of one image those that touch it, and those that touch several or none. */
  history({ image, limit }: { readonly image?: Id; readonly limit: number }): Promise<Entry[]> {
    return history(this.#database.query, image, limit)
  }

  /** What was kept by saveSetting, by its keys. */
  async settings(): Promise<Record<string, unknown>> {
    const rows = await this.#database.query<{ key: string; value: unknown }>(
      'SELECT key, value FROM settings',
    )
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  }

  /** Keeps any JSON that is no part of the document, such as how the page is laid out. Null removes it. */
  saveSetting(key: string, value: unknown): Promise<void> {
    return this.#write(query => keep(query, 'settings', 'key', key, value))
  }

  /**
   * Keeps what a tool has not finished on an image. Null removes it.
   *
   * @throws RangeError when there is no such image
   */
  saveDraft(image: Id, value: unknown): Promise<void> {
    return this.#write(async query => {
      const [known] = await query('SELECT id FROM images WHERE id = $1', [image])
      if (!known) throw new RangeError(`store: there is no image "${image}"`)
      await keep(query, 'drafts', 'image', image, value)
    })
  }

  /** The files of images that are not missing, as they were when they were hashed. */
  async files(): Promise<FoundImage[]> {
    const rows = await this.#database.query<ImageRecord & FileStamp>(`${selectFiles} WHERE NOT missing`)
    return rows.flatMap(({ path, hash, width, height, bytes, modified }) =>
      bytes === null || modified === null ? [] : [{ path, hash, width, height, bytes, modified }],
    )
  }

  /**
   * Brings the images to what a look through the folder found, see matchImages. This is no edit: it has no version,
   * and is not taken back.
   *
   * @param partial  the look is not over: what was not found yet is not missing
   */
  syncImages(found: readonly FoundImage[], { partial = false } = {}): Promise<Synced> {
    return this.#write(
      async query => {
        await query('SELECT version FROM project FOR UPDATE')
        const known = await query<ImageRecord & FileStamp>(selectFiles)
        const { put, synced } = matchImages(known, found, partial)
        await writeFiles(query, put)
        return synced
      },
      synced => {
        if (Object.values(synced).every(ids => ids.length === 0)) return
        this.#parts.snapshot.synced(synced)
        this.#tell({ type: 'images', ...synced })
      },
    )
  }

  /** @returns what ends it */
  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Says that another process has taken the folder; edits are refused from then on. For openStore. */
  lose(): void {
    this.#tell({ type: 'lost', message: new StoreLostError().message })
  }

  /** Finishes what was asked for, writes the snapshot, and lets go of the folder. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { database, queue, snapshot, lock } = this.#parts
    await queue.idle()
    await snapshot.close()
    await database.close()
    await lock?.release()
  }

  #edit(step: Step, options: EditOptions): Promise<Applied> {
    return this.#write(
      query => edit(query, step, options),
      applied => {
        this.#version = applied.version
        if (applied.repeated) return
        this.#parts.snapshot.edited(applied)
        this.#tell({ type: 'command', ...applied })
      },
    )
  }

  /** Changes the database; what was changed is told before the next change begins. */
  #write<T>(work: (query: Query) => Promise<T>, tell: (result: T) => void = () => {}): Promise<T> {
    const { database, queue, lock } = this.#parts
    return queue.run(async () => {
      if (lock && !(await lock.isHeld())) throw new StoreLostError()
      const result = await database.transaction(work)
      tell(result)
      return result
    })
  }

  #tell(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

async function keep(
  query: Query,
  table: 'settings' | 'drafts',
  column: 'key' | 'image',
  name: string,
  value: unknown,
): Promise<void> {
  if (value === null) await query(`DELETE FROM ${table} WHERE ${column} = $1`, [name])
  else
    await query(
      `INSERT INTO ${table} (${column}, value) VALUES ($1, $2)
       ON CONFLICT (${column}) DO UPDATE SET value = excluded.value`,
      [name, JSON.stringify(value)],
    )
}
