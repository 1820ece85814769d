import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Query } from './database.ts'

// A single person's edits need little: with PGlite's own 128 MiB of buffers the process would take as much more.
const settings = ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=32MB']

/**
 * PostgreSQL inside this process, its files in a folder.
 *
 * Nothing else may open the folder meanwhile: see FolderLock. A first opening takes some seconds, later ones a
 * quarter of a second. A commit survives the death of the process; what survives the death of the machine is up to
 * its file system, for PGlite does not wait for the disk.
 */
export async function openPGlite(folder: string): Promise<Database> {
  await mkdir(dirname(folder), { recursive: true })
  const pglite = await PGlite.create(folder, {
    startParams: [...PGlite.defaultStartParams, ...settings.flatMap(setting => ['-c', setting])],
  })
  const queryOf =
    (on: PGlite | Transaction): Query =>
    async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await on.query<Row>(sql, [...values])).rows
  return {
    query: queryOf(pglite),
    transaction: work => pglite.transaction(transaction => work(queryOf(transaction))),
    async script(sql) {
      await pglite.exec(sql)
    },
    async backUp(name) {
      const copy = join(dirname(folder), 'backups', name)
      // Nobody else writes: after a checkpoint the files are the database.
      await pglite.exec('CHECKPOINT')
      await pglite.runExclusive(() => cp(folder, copy, { recursive: true, errorOnExist: true, force: false }))
      return copy
    },
    close: () => pglite.close(),
  }
}
