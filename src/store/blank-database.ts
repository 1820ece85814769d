import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzipSync } from 'node:zlib'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openPGlite } from './pglite.ts'

// A database of PGlite that has taken all migrations and holds nothing yet, packed: PGlite takes four seconds to make
// one, and unpacking takes a quarter of one. Gzip of a line of JSON, and the bytes of the files one after the other.

type Index = {
  readonly folders: readonly string[]
  /** Where a file's bytes begin after the line, and how many there are; files of the same content share them. */
  readonly files: readonly (readonly [path: string, offset: number, length: number])[]
}

/** Makes one and packs it. */
export async function packBlankDatabase(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dextr-blank-database-'))
  try {
    const database = await openPGlite(join(folder, 'database'))
    await migrate(database, migrations)
    await database.script('CHECKPOINT')
    await database.close()
    await writeFile(file, pack(join(folder, 'database')))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Puts one where none is.
 *
 * @throws Error when the file is not there, or damaged
 */
export async function unpackBlankDatabase(file: string, folder: string): Promise<void> {
  const bytes = await promisify(gunzip)(await readFile(file))
  const start = bytes.indexOf('\n') + 1
  const { folders, files } = JSON.parse(bytes.toString('utf8', 0, start)) as Index
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  // With calls that block: a thousand small files through the thread pool take several times as long.
  mkdirSync(part, { recursive: true })
  for (const path of folders) mkdirSync(join(part, path), { recursive: true })
  for (const [path, offset, length] of files)
    writeFileSync(join(part, path), bytes.subarray(start + offset, start + offset + length))
  await rename(part, folder)
}

function pack(folder: string): Buffer {
  const folders: string[] = []
  const files: [string, number, number][] = []
  const contents: Buffer[] = []
  const offsets = new Map<string, number>()
  let end = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).split(sep).join('/')
    if (entry.isDirectory()) {
      folders.push(name)
      continue
    }
    const content = readFileSync(path)
    const hash = createHash('sha256').update(content).digest('hex')
    const offset = offsets.get(hash) ?? end
    if (offset === end) {
      offsets.set(hash, end)
      contents.push(content)
      end += content.length
    }
    files.push([name, offset, content.length])
  }
  const index = JSON.stringify({ folders, files } satisfies Index)
  return gzipSync(Buffer.concat([Buffer.from(`${index}\n`), ...contents]), { level: 9 })
}
