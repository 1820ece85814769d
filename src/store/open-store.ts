import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { newId } from '../document/index.ts'
import { projectFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import { FolderLock } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openPGlite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { Store } from './store.ts'

export type StoreOptions = {
  /** The folder of photos. */
  readonly photos: string
  /** Where the project is kept; by default a folder of its own in the person's data folder, see projectFolder. */
  readonly data?: string
  /** A PostgreSQL server that keeps it instead. The folder then has what else belongs to the project. */
  readonly databaseUrl?: string
}

/**
 * Opens the project of a folder of photos, and makes it the first time.
 *
 * @throws FolderLockedError when another process has it
 * @throws NewerStoreError when a later version of this program made it
 */
export async function openStore({ photos, data, databaseUrl }: StoreOptions): Promise<Store> {
  const folder = data ?? (await projectFolder(photos))
  await mkdir(folder, { recursive: true })
  if (databaseUrl !== undefined) {
    const schema = `dextr_${basename(folder).toLowerCase().replace(/\W/g, '_')}`
    return openOn(await openPostgres(databaseUrl, schema), undefined)
  }
  let store: Store | undefined
  const lock = await FolderLock.take(folder, () => store?.lose())
  try {
    store = await openOn(await openPGlite(join(folder, 'database')), lock)
    return store
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A project that is gone when it is closed. */
export async function openMemoryStore(): Promise<Store> {
  return openOn(await openPGlite(), undefined)
}

async function openOn(database: Database, lock: FolderLock | undefined): Promise<Store> {
  try {
    await migrate(database, migrations)
    const version = await database.transaction(async query => {
      await query('LOCK TABLE project')
      const [project] = await query<{ version: number }>('SELECT version FROM project')
      if (project) return project.version
      await query('INSERT INTO project (store, version) VALUES ($1, 0)', [newId()])
      return 0
    })
    return new Store(database, version, lock)
  } catch (error) {
    await database.close()
    throw error
  }
}
