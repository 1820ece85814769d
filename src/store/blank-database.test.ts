import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blankDatabase } from '../../test/store-folder.ts'
import { unpackBlankDatabase } from './blank-database.ts'
import { openStore } from './open-store.ts'

describe('a project that is new', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dextr-blank-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const opened = async (blank: string) => {
    const store = await openStore({ photos: folder, data: join(folder, 'data'), blank })
    const { version } = await store.apply({
      type: 'addClass',
      label: 'New class',
      class: { id: 'apple0000000', name: 'apple', color: 0, order: 0 },
    })
    await store.close()
    return version
  }

  it('begins with the database that was packed', async () => {
    const database = join(folder, 'database')
    await unpackBlankDatabase(blankDatabase, database)
    expect(existsSync(join(database, 'PG_VERSION'))).toBe(true)
    expect(await opened(blankDatabase)).toBe(1)
  })

  it('makes its own where there is none, or one that is damaged', async () => {
    const damaged = join(folder, 'damaged.gz')
    writeFileSync(damaged, 'no gzip')
    expect(await opened(damaged)).toBe(1)
  })
})
