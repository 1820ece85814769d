import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

const { version } = JSON.parse(
  readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url), 'utf8'),
) as { version: string }

/** An empty database, as PGlite makes it: that takes seconds, a copy of it a tenth of one. */
const prepared = join(tmpdir(), `dextr-test-database-${version}`)

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
  await prepare()
  cpSync(prepared, join(data, 'database'), { recursive: true })
}

/** The first who needs it makes it; of two at once, the second's is thrown away. */
async function prepare(): Promise<void> {
  if (existsSync(prepared)) return
  const draft = mkdtempSync(join(tmpdir(), 'dextr-test-database-'))
  const pglite = await PGlite.create(draft)
  await pglite.close()
  try {
    renameSync(draft, prepared)
  } catch {
    rmSync(draft, { recursive: true })
  }
}
