import {
  apply,
  type Change,
  type Command,
  CommandConflict,
  type Document,
  difference,
  type Id,
  invert,
  needs,
} from '../document/index.ts'
import type { Applied, EditOptions, Entry } from './answers.ts'
import type { Query } from './database.ts'
import { loadNeeded, writeChange } from './rows.ts'
import { VersionConflict } from './version-conflict.ts'

/** Something new, or a step through what was done. */
export type Step = { readonly kind: 'do'; readonly command: Command } | { readonly kind: 'undo' | 'redo' }

/**
 * Does a step inside a transaction: the tables, the entry and the version change together.
 *
 * @throws CommandConflict, VersionConflict; the transaction has to be rolled back then
 */
export async function edit(query: Query, step: Step, { key, expect }: EditOptions): Promise<Applied> {
  // Who comes second waits here: versions have no gaps, and a document does not change while a command looks at it.
  const [project] = await query<{ version: number }>('SELECT version FROM project FOR UPDATE')
  const present = project!.version
  const repeated = key === undefined ? undefined : await repetition(query, key, present)
  if (repeated) return repeated
  if (expect !== undefined && expect !== present) throw new VersionConflict(expect, present)

  const version = present + 1
  const { command, of, label } =
    step.kind === 'do'
      ? { command: step.command, of: version, label: step.command.label }
      : await historic(query, step.kind)
  const before = await loadNeeded(query, needs(command))
  const after = apply(before, command)
  const change = difference(before, after)
  await writeChange(query, change)
  if (step.kind === 'do')
    await query(`UPDATE entries SET status = 'abandoned' WHERE kind = 'do' AND status = 'undone'`)
  else
    await query('UPDATE entries SET status = $2 WHERE version = $1', [
      of,
      step.kind === 'undo' ? 'undone' : 'done',
    ])
  const isNew = step.kind === 'do'
  const [row] = await query<EntryRow>(
    `INSERT INTO entries (version, kind, of, type, label, image, at, status, key, command, inverse)
     VALUES ($1, $2, $3, $4, $5, $6, now(), 'done', $7, $8, $9) RETURNING ${entryColumns}`,
    [
      version,
      step.kind,
      of,
      command.type,
      label,
      onlyImage(before, change),
      key ?? null,
      isNew ? JSON.stringify(command) : null,
      isNew ? JSON.stringify(invert(before, command)) : null,
    ],
  )
  await query('UPDATE project SET version = $1', [version])
  return { version, entry: entryOf(row!), change, repeated: false }
}

/** The newest entries first; of one image those that touch it, and those that touch many. */
export async function history(query: Query, image: Id | undefined, limit: number): Promise<Entry[]> {
  const rows = await query<EntryRow>(
    `SELECT ${entryColumns} FROM entries WHERE $1::text IS NULL OR image = $1 OR image IS NULL
     ORDER BY version DESC LIMIT $2`,
    [image ?? null, limit],
  )
  return rows.map(entryOf)
}

type EntryRow = Omit<Entry, 'at'> & { at: Date }

const entryColumns = 'version, label, type, kind, of, image, at, status'

const entryOf = ({ at, ...fields }: EntryRow): Entry => ({ ...fields, at: at.toISOString() })

/** The answer to an edit that was done before under the same key: the rows that it was about, as they are now. */
async function repetition(query: Query, key: string, present: number): Promise<Applied | undefined> {
  const [row] = await query<EntryRow>(`SELECT ${entryColumns} FROM entries WHERE key = $1`, [key])
  if (!row) return undefined
  const needed = needs((await commandsOf(query, row.of))[row.kind === 'undo' ? 'inverse' : 'command'])
  const now = await loadNeeded(query, needed)
  const change: Change = {
    images: Object.values(now.images),
    objects: Object.values(now.objects),
    classes: Object.values(now.classes),
    removedObjects: needed.objects.filter(id => now.objects[id] === undefined),
    removedClasses: [],
  }
  return { version: present, entry: entryOf(row), change, repeated: true }
}

/** The command that takes back the newest entry that counts, or does again the oldest that was taken back. */
async function historic(
  query: Query,
  kind: 'undo' | 'redo',
): Promise<{ command: Command; of: number; label: string }> {
  const [row] = await query<{ version: number; label: string }>(
    kind === 'undo'
      ? `SELECT version, label FROM entries WHERE kind = 'do' AND status = 'done' ORDER BY version DESC LIMIT 1`
      : `SELECT version, label FROM entries WHERE kind = 'do' AND status = 'undone' ORDER BY version LIMIT 1`,
  )
  if (!row) throw new CommandConflict(`there is nothing to ${kind}`)
  const commands = await commandsOf(query, row.version)
  return { command: commands[kind === 'undo' ? 'inverse' : 'command'], of: row.version, label: row.label }
}

async function commandsOf(query: Query, version: number): Promise<{ command: Command; inverse: Command }> {
  const [row] = await query<{ command: string; inverse: string }>(
    'SELECT command, inverse FROM entries WHERE version = $1',
    [version],
  )
  return { command: JSON.parse(row!.command), inverse: JSON.parse(row!.inverse) }
}

/** The one image that a change touches, or null. */
function onlyImage(before: Document, { images, objects, removedObjects }: Change): Id | null {
  const touched = new Set([
    ...images.map(({ id }) => id),
    ...objects.map(({ image }) => image),
    ...removedObjects.map(id => before.objects[id]!.image),
  ])
  const [image] = touched
  return touched.size === 1 ? image! : null
}
