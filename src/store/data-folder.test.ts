import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { dataFolder, projectFolder } from './index.ts'

describe('the data of projects', () => {
  const home = homedir()
  const places: [string, NodeJS.ProcessEnv, NodeJS.Platform, string][] = [
    ['where DEXTR_DATA says', { DEXTR_DATA: '/big/disk', XDG_DATA_HOME: '/xdg' }, 'linux', '/big/disk'],
    ['in XDG_DATA_HOME', { XDG_DATA_HOME: '/xdg' }, 'linux', '/xdg/dextr'],
    [
      'at home when XDG_DATA_HOME is no whole path',
      { XDG_DATA_HOME: 'xdg' },
      'linux',
      join(home, '.local/share/dextr'),
    ],
    ['in Application Support on macOS', {}, 'darwin', join(home, 'Library/Application Support/dextr')],
    ['in LOCALAPPDATA on Windows', { LOCALAPPDATA: '/local' }, 'win32', '/local/dextr'],
  ]
  for (const [where, env, platform, expected] of places)
    it(`is ${where}`, () => {
      expect(dataFolder(env, platform)).toBe(expected)
    })
})

describe('the folder of a project', () => {
  const root = mkdtempSync(join(tmpdir(), 'dextr-photos-'))
  afterAll(() => rmSync(root, { recursive: true }))

  it('has a readable name, and another for every folder of photos', async () => {
    const folders = ['Été 2026', 'Été-2026', '写真', 'a/photos', 'b/photos'].map(name => join(root, name))
    for (const folder of folders) mkdirSync(folder, { recursive: true })
    const names = (await Promise.all(folders.map(projectFolder))).map(folder => basename(folder))
    expect(names.map(name => name.replace(/-[0-9a-f]{10}$/, ''))).toEqual([
      'ete-2026',
      'ete-2026',
      'photos',
      'photos',
      'photos',
    ])
    expect(new Set(names).size).toBe(5)
  })

  it('is the same by whichever way the photos are reached', async () => {
    mkdirSync(join(root, 'real'))
    symlinkSync(join(root, 'real'), join(root, 'link'))
    expect(await projectFolder(join(root, 'link'))).toBe(
      await projectFolder(join(root, 'real', '..', 'real')),
    )
  })

  it('needs the photos to be there', async () => {
    await expect(projectFolder(join(root, 'nowhere'))).rejects.toThrow('ENOENT')
  })
})
