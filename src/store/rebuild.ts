import { newId } from '../document/index.ts'
import type { Query } from './database.ts'
import { writeNumbered } from './rows.ts'
import type { SnapshotContent, SnapshotHead } from './snapshot-format.ts'

/**
 * Puts what a snapshot holds in the place of everything in the database but settings. The history begins anew.
 *
 * @returns the head of this store's own snapshots
 */
export async function rebuild(
  query: Query,
  { head, images, classes, objects }: SnapshotContent,
): Promise<SnapshotHead> {
  await query('TRUNCATE project, entries, drafts, objects, classes, images')
  await writeNumbered(query, images, classes, objects)
  const ancestors = [...head.ancestors, { store: head.store, version: head.version }]
  return beginProject(query, { version: head.version, ancestors })
}

/** The one row of the project. */
export async function beginProject(
  query: Query,
  { version, ancestors }: Pick<SnapshotHead, 'version' | 'ancestors'>,
): Promise<SnapshotHead> {
  const store = newId()
  await query('INSERT INTO project (store, version, ancestors) VALUES ($1, $2, $3)', [
    store,
    version,
    JSON.stringify(ancestors),
  ])
  return { format: 1, store, version, ancestors }
}
