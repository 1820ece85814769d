import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newProject } from '../../test/store-folder.ts'
import type { Database } from './database.ts'
import { migrate, NewerStoreError } from './migrate.ts'
import type { Migration } from './migrations/index.ts'
import { openPGlite } from './pglite.ts'

const photos: Migration = { number: 1, name: 'photos', sql: 'CREATE TABLE photos (path text); -- by path;' }
const sizes: Migration = { number: 2, name: 'sizes', sql: 'ALTER TABLE photos ADD COLUMN width integer' }
const wrong: Migration = { number: 3, name: 'wrong', sql: 'DROP TABLE photos; SELECT nonsense' }

describe('a database', () => {
  let project: Awaited<ReturnType<typeof newProject>>
  let database: Database

  beforeAll(async () => {
    project = await newProject()
    database = await openPGlite(join(project.data, 'database'))
    await database.query('DROP TABLE migrations') // as one that has taken no step yet
  })
  afterAll(async () => {
    await database.close()
    project.remove()
  })

  it('that is new takes all steps, and is not copied', async () => {
    expect(await migrate(database, [photos])).toBeUndefined()
    await database.query('INSERT INTO photos VALUES ($1)', ['a.jpg'])
  })

  it('is copied before it takes a step', async () => {
    const backup = await migrate(database, [photos, sizes])
    expect(backup).toMatch(/backups.before-2-/)
    expect(await database.query('SELECT * FROM photos')).toEqual([{ path: 'a.jpg', width: null }])
    expect(existsSync(join(backup!, 'PG_VERSION'))).toBe(true)
    const copy = await openPGlite(backup!)
    expect(await copy.query('SELECT * FROM photos')).toEqual([{ path: 'a.jpg' }])
    await copy.close()
  })

  it('that has taken all steps stays as it is', async () => {
    expect(await migrate(database, [photos, sizes])).toBeUndefined()
  })

  it('stays as it was when a step fails', async () => {
    await expect(migrate(database, [photos, sizes, wrong])).rejects.toThrow('nonsense')
    expect(await database.query('SELECT path FROM photos')).toEqual([{ path: 'a.jpg' }])
    expect(await database.query('SELECT number FROM migrations ORDER BY number')).toEqual([
      { number: 1 },
      { number: 2 },
    ])
  })

  it('of a later version of dextr is refused', async () => {
    await expect(migrate(database, [photos])).rejects.toThrow(NewerStoreError)
  })
})
