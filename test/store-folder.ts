import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackBlankDatabase } from '../src/store/blank-database.ts'

/** The database that a new project begins with, as `npm run build` makes it. */
export const blankDatabase = fileURLToPath(new URL('../dist/blank-database.gz', import.meta.url))

/** A folder of photos without any, and one for its project's data; both are new, and `remove` takes them away. */
export async function newProject(): Promise<{ photos: string; data: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'dextr-store-'))
  const photos = join(folder, 'photos')
  mkdirSync(photos)
  const data = mkdtempSync(join(folder, 'data-'))
  await emptyDatabase(data)
  return { photos, data, remove: () => rmSync(folder, { recursive: true }) }
}

/** Puts an empty database into the folder of a project's data, where none is. */
export async function emptyDatabase(data: string): Promise<void> {
  await unpackBlankDatabase(blankDatabase, join(data, 'database'))
}
