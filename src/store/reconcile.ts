import type { Database } from './database.ts'
import { type FoundSnapshot, readSnapshot } from './found-snapshot.ts'
import { beginProject, rebuild } from './rebuild.ts'
import { setAside } from './set-aside.ts'
import { type SnapshotContent, SnapshotError, type SnapshotHead } from './snapshot-format.ts'
import type { SnapshotLayout } from './snapshot-layout.ts'

/** Which of the two is right, when the database and the snapshot do not belong together. */
export type Trust = 'store' | 'snapshot'

/** Both can be read, and each has what the other has not. */
class SnapshotConflictError extends Error {
  override readonly name = 'SnapshotConflictError'
}

export type Reconciled = {
  readonly head: SnapshotHead
  /** Of the snapshot, when it can be gone on with. */
  readonly goesOn: SnapshotLayout | undefined
}

/**
 * Brings the database and the snapshot together. An empty database is filled from the snapshot, and so is one that
 * the snapshot descends from, when nothing was done in it since. Nothing that cannot be read, and nothing that is
 * nowhere else, is written over.
 *
 * @throws SnapshotError when the file is no snapshot, and SnapshotConflictError when it is not this database's, and
 *   nobody said which to trust
 */
export async function reconcile(
  database: Database,
  found: FoundSnapshot | undefined,
  trust: Trust | undefined,
): Promise<Reconciled> {
  const own = await ownHead(database)
  if (!found) return { head: own ?? (await begin(database, undefined)), goesOn: undefined }
  const { layout } = found
  if (own && layout?.head.store === own.store && layout.head.version <= own.version)
    return { head: own, goesOn: layout }
  if (trust === 'store') {
    await setAside(found.path)
    return { head: own ?? (await begin(database, undefined)), goesOn: undefined }
  }
  const content = await readSnapshot(found).catch((error: SnapshotError) => {
    throw new SnapshotError(`${error.message}. ${waysOut(own ? 'store' : 'nothing')}`, { cause: error })
  })
  const isHeir =
    own?.version === 0 ||
    content.head.ancestors.some(({ store, version }) => store === own?.store && version === own.version)
  if (own && !isHeir && trust === undefined)
    throw new SnapshotConflictError(
      `store: ${found.path} ${whatItIs(found, own, content)}. ${waysOut('both')}`,
    )
  if (own)
    await database.backUp(`before-rebuild-${new Date().toISOString().slice(0, 19).replace(/\D/g, '-')}`)
  return { head: await begin(database, content), goesOn: undefined }
}

function whatItIs({ layout }: FoundSnapshot, own: SnapshotHead, { head }: SnapshotContent): string {
  if (head.store !== own.store)
    return `was written by another project store (version ${head.version}), and the one here has edits that are not in it (version ${own.version})`
  return layout ? `has version ${head.version}, the store only version ${own.version}` : 'was changed by hand'
}

function waysOut(there: 'nothing' | 'store' | 'both'): string {
  const store =
    'Open with trust "store" (dextr annotate --trust store): the file is kept under another name, and'
  if (there === 'nothing') return `It is left as it is. ${store} the project begins empty`
  if (there === 'store') return `It is left as it is. ${store} written anew from the store`
  return `${store} written anew from the store. Or with trust "snapshot": the store is copied to its backups and rebuilt from the file`
}

async function ownHead(database: Database): Promise<SnapshotHead | undefined> {
  const [project] = await database.query<Omit<SnapshotHead, 'format'>>(
    'SELECT store, version, ancestors FROM project',
  )
  return project && { format: 1, ...project }
}

/** Of two who find the database empty, the second finds the first one's project. */
async function begin(database: Database, content: SnapshotContent | undefined): Promise<SnapshotHead> {
  return database.transaction(async query => {
    if (content) return rebuild(query, content)
    await query('LOCK TABLE project')
    const [project] = await query<Omit<SnapshotHead, 'format'>>(
      'SELECT store, version, ancestors FROM project',
    )
    return project ? { format: 1 as const, ...project } : beginProject(query, { version: 0, ancestors: [] })
  })
}
