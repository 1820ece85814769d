import type { Database, Query } from './database.ts'
import type { Migration } from './migrations/index.ts'

/** A database that a later version of this program has changed. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError'
}

/**
 * Brings a database to its newest form, a step at a time. One that holds something is copied before.
 *
 * @returns where the copy is, when there was something to copy and to change
 * @throws NewerStoreError when it has taken steps that are not in the list; it stays as it is
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  const last = await database.transaction(query => lastMigration(query))
  if (last > migrations.length)
    throw new NewerStoreError(
      `store: the database has form ${last}, this version of dextr knows forms up to ${migrations.length}; install the version that made it, or a later one`,
    )
  const backup =
    last > 0 && last < migrations.length ? await database.backUp(backupName(last + 1)) : undefined
  await database.transaction(async query => {
    const now = await lastMigration(query)
    for (const { number, name, sql } of migrations.slice(now)) {
      for (const statement of statements(sql)) await query(statement)
      await query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name])
    }
  })
  return backup
}

/** The number of the last step that was taken. Who else wants to take steps waits for the end of the transaction. */
async function lastMigration(query: Query): Promise<number> {
  await query('SELECT pg_advisory_xact_lock(hashtext(current_schema()))')
  await query(`CREATE TABLE IF NOT EXISTS migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`)
  const [row] = await query<{ last: number }>('SELECT coalesce(max(number), 0) AS last FROM migrations')
  return row!.last
}

const backupName = (step: number) =>
  `before-${step}-${new Date().toISOString().slice(0, 19).replace(/\D/g, '-')}`

/** Migrations have no semicolons but at the ends of statements. */
const statements = (sql: string) =>
  sql
    .replace(/--.*$/gm, '')
    .split(';')
    .filter(statement => statement.trim() !== '')
