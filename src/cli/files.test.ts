import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refuseExisting, removeParts, writeWhole } from './files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dextr files '))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a file that is written whole', () => {
  it('replaces the one before, makes its folder, and leaves nothing else', async () => {
    const file = join(folder, 'new', 'name with "quotes"\n.txt')
    await writeWhole(file, 'first')
    await writeWhole(file, Uint8Array.of(104, 105))
    expect(await readFile(file, 'utf8')).toBe('hi')
    expect(await readdir(join(folder, 'new'))).toHaveLength(1)
  })

  it('leaves the one before as it was when it cannot be written', async () => {
    const file = join(folder, 'folder')
    await writeWhole(join(file, 'inside'), 'x')
    await expect(writeWhole(file, 'text')).rejects.toThrow(`${file}: this is a folder; name a file in it`)
    await expect(writeWhole(join(file, 'inside', 'y'), 'text')).rejects.toThrow(
      'a part of the path is a file',
    )
    expect(await readdir(folder)).toEqual(['folder'])
    expect(await readdir(file)).toEqual(['inside'])
  })
})

it('what killed processes left unfinished is removed, and nothing else', async () => {
  for (const name of ['.dextr-12-0.part', '.dextr-12-1.part', 'mine.part', '.dextr-x.part'])
    await writeFile(join(folder, name), '')
  await removeParts(folder)
  expect((await readdir(folder)).sort()).toEqual(['.dextr-x.part', 'mine.part'])
})

it('a file that is there is refused, standard output is not', async () => {
  await writeFile(join(folder, 'there'), '')
  await refuseExisting(['-', join(folder, 'not there')])
  await expect(refuseExisting([join(folder, 'there')])).rejects.toThrow('there: this file exists')
})
