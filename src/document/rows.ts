import type { Id } from './id.ts'
import type { Document } from './records.ts'
import { CommandConflict } from './rule.ts'

export type Table = keyof Document
type Row<T extends Table> = Document[T][Id]

const singular = { images: 'image', objects: 'object', classes: 'class' } as const

/** @throws CommandConflict when it is not there */
export function rowOf<T extends Table>(document: Document, table: T, id: Id): Row<T> {
  const row = document[table][id]
  if (row === undefined) throw new CommandConflict(`there is no ${singular[table]} ${id} any more`)
  return row as Row<T>
}

/** @throws CommandConflict when one of them is there already */
export function withNew<T extends Table>(document: Document, table: T, rows: readonly Row<T>[]): Document {
  const next: Record<Id, Row<T>> = { ...(document[table] as Record<Id, Row<T>>) }
  for (const row of rows) {
    if (next[row.id] !== undefined)
      throw new CommandConflict(`there is a ${singular[table]} ${row.id} already`)
    next[row.id] = row
  }
  return { ...document, [table]: next }
}

/** @throws CommandConflict when one of them is not there */
export function without(document: Document, table: Table, ids: readonly Id[]): Document {
  const next: Record<Id, unknown> = { ...document[table] }
  for (const id of ids) {
    rowOf(document, table, id)
    delete next[id]
  }
  return { ...document, [table]: next }
}

/** Rows with new values for the fields of their patches; of two patches for one row both count, in order. */
export function patched<T extends Table>(
  document: Document,
  table: T,
  changes: readonly { readonly id: Id; readonly patch: Partial<Row<T>> }[],
): Document {
  const next: Record<Id, Row<T>> = { ...(document[table] as Record<Id, Row<T>>) }
  for (const { id, patch } of changes) {
    const row = next[id] ?? rowOf(document, table, id)
    next[id] = { ...row, ...patch }
  }
  return { ...document, [table]: next }
}

/** The values that a row has now in the fields of a patch. */
export function former<R extends object, P extends Partial<R>>(row: R, patch: P): P {
  return Object.fromEntries(Object.keys(patch).map(field => [field, row[field as keyof R]])) as P
}
