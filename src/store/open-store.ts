import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { unpackBlankDatabase } from './blank-database.ts'
import { projectFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import { FolderLock } from './folder-lock.ts'
import { type FoundSnapshot, findSnapshot } from './found-snapshot.ts'
import { migrate, NewerStoreError } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openPGlite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { Queue } from './queue.ts'
import { reconcile, type Trust } from './reconcile.ts'
import { Snapshot } from './snapshot.ts'
import { snapshotName } from './snapshot-format.ts'
import { Store } from './store.ts'

export type StoreOptions = {
  /** The folder of photos; the snapshot is kept in it. */
  readonly photos: string
  /** Where the project is kept; by default a folder of its own in the person's data folder, see projectFolder. */
  readonly data?: string
  /** A PostgreSQL server that keeps it instead. What else belongs to the project stays in the folder. */
  readonly databaseUrl?: string
  /** A file of packBlankDatabase, which a new project begins with; without it PGlite takes seconds to make a database. */
  readonly blank?: string
  /** What to do when the database and the snapshot do not belong together, or one cannot be read. */
  readonly trust?: Trust
}

/** A database that does not open. It was left as it is. */
class DamagedStoreError extends Error {
  override readonly name = 'DamagedStoreError'
}

/**
 * Opens the project of a folder of photos. The first time it is made, from the snapshot if there is one.
 *
 * @throws FolderLockedError when another process has it
 * @throws NewerStoreError when a later version of this program made it
 * @throws DamagedStoreError, SnapshotError or SnapshotConflictError when something cannot be read or does not belong
 *   together; they say what to do
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const data = options.data ?? (await projectFolder(options.photos))
  await mkdir(data, { recursive: true })
  const { databaseUrl } = options
  if (databaseUrl !== undefined) {
    const schema = `dextr_${basename(data).toLowerCase().replace(/\W/g, '_')}`
    return openOn(() => migrated(openPostgres(databaseUrl, schema)), undefined, options, data)
  }
  let store: Store | undefined
  const lock = await FolderLock.take(data, () => store?.lose())
  try {
    store = await openOn(found => openFolder(data, options, found), lock, options, data)
    return store
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A database in a folder; one that is damaged makes room for one that will be rebuilt, when the snapshot is trusted. */
async function openFolder(
  data: string,
  { trust, blank }: StoreOptions,
  found: FoundSnapshot | undefined,
): Promise<Database> {
  const folder = join(data, 'database')
  if (!existsSync(folder)) return newFolder(folder, blank)
  try {
    return await migrated(openPGlite(folder))
  } catch (error) {
    if (error instanceof NewerStoreError) throw error
    const problem = `store: the database in ${folder} does not open: ${(error as Error).message}. It is left as it is`
    if (!found)
      throw new DamagedStoreError(
        `${problem}. There is no ${snapshotName} beside the photos to rebuild it from: put a copy there, or one of the database from a backup`,
        { cause: error },
      )
    if (trust !== 'snapshot')
      throw new DamagedStoreError(
        `${problem}. Open with trust "snapshot" (dextr annotate --trust snapshot): it is moved to the backups, and rebuilt from ${found.path}`,
        { cause: error },
      )
    const kept = join(data, 'backups', `damaged-${new Date().toISOString().slice(0, 19).replace(/\D/g, '-')}`)
    await mkdir(dirname(kept), { recursive: true })
    await rename(folder, kept)
    return newFolder(folder, blank)
  }
}

/** A new database in a folder. */
async function newFolder(folder: string, blank: string | undefined): Promise<Database> {
  if (blank !== undefined)
    try {
      await unpackBlankDatabase(blank, folder)
      return await migrated(openPGlite(folder))
    } catch {
      // The file is not there, or PGlite has become another one since: it makes its own.
      await rm(folder, { recursive: true, force: true })
    }
  return migrated(openPGlite(folder))
}

async function migrated(opening: Promise<Database>): Promise<Database> {
  const database = await opening
  try {
    await migrate(database, migrations)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function openOn(
  openDatabase: (found: FoundSnapshot | undefined) => Promise<Database>,
  lock: FolderLock | undefined,
  { photos, trust }: StoreOptions,
  data: string,
): Promise<Store> {
  const found = await findSnapshot(photos, data)
  let database: Database | undefined
  try {
    database = await openDatabase(found)
    const { head, goesOn } = await reconcile(database, found, trust)
    const queue = new Queue()
    const snapshot = new Snapshot(found?.path ?? join(photos, snapshotName), { database, queue, data, head })
    if (found && goesOn) await snapshot.continue(found.file, goesOn)
    else {
      await snapshot.begin(found?.file)
      await found?.file.close()
    }
    return new Store({ database, queue, version: head.version, snapshot, ...(lock && { lock }) })
  } catch (error) {
    await found?.file.close()
    await database?.close()
    throw error
  }
}
