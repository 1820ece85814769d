import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportMark, PathError, PhotoFolder } from './folder.ts'

let base: string
let folder: PhotoFolder

const strange = [
  'quote".jpg',
  "it's.jpg",
  'new\nline.jpg',
  '<img src=x>.png',
  'עברית‏.webp',
  ' space .tif',
  '100%41?#.jpg',
  `${'é'.repeat(125)}x.jpg`, // 255 bytes
]

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'dextr-folder-')))
  const root = join(base, 'photos')
  for (const path of ['sub/deep', '.hidden', 'node_modules', 'exported'])
    await mkdir(join(root, path), { recursive: true })
  const files = ['a.JPG', 'sub/deep/b.png', 'sub/c.svg', 'notes.txt', '.hidden/d.jpg', 'node_modules/e.jpg']
  for (const path of [...files, 'exported/f.png', `exported/${exportMark}`, ...strange])
    await writeFile(join(root, path), 'x')
  await writeFile(join(base, 'secret.jpg'), 'secret')
  await symlink('a.JPG', join(root, 'inside.jpg'))
  await symlink('../secret.jpg', join(root, 'out.jpg'))
  await symlink('..', join(root, 'up'))
  await symlink('.', join(root, 'loop'))
  folder = await PhotoFolder.open(root)
})

afterAll(() => rm(base, { recursive: true }))

describe('a folder of photos', () => {
  it('has pictures of subfolders and links that stay inside; nothing hidden, exported or outside', async () => {
    const paths = (await folder.find()).files.map(({ path }) => path)
    expect(paths.sort()).toEqual(['a.JPG', 'inside.jpg', 'sub/deep/b.png', ...strange].sort())
  })

  it('says which folders it looked into', async () => {
    const { folders } = await folder.find()
    const inside = ['', 'exported', 'sub', 'sub/deep'].map(path => join(folder.path, path))
    expect([...folders].sort()).toEqual(inside)
  })

  it('tells where its photos are, whatever they are called', async () => {
    for (const name of strange) expect(await folder.resolve(name)).toBe(join(folder.path, name))
    expect(await folder.resolve('inside.jpg')).toBe(join(folder.path, 'a.JPG'))
  })

  it('does not lead out by dots, by links or by a NUL', async () => {
    for (const path of ['../secret.jpg', 'sub/../../secret.jpg', 'out.jpg', 'up/secret.jpg', 'a.JPG\0'])
      await expect(folder.resolve(path), path).rejects.toThrow(PathError)
    for (const path of ['../new', 'up/new', '..', 'sub/../../new', 'new\0'])
      await expect(folder.place(path), path).rejects.toThrow(PathError)
  })

  it('has places for new files inside', async () => {
    expect(await folder.place('sub/new/file')).toBe(join(folder.path, 'sub/new/file'))
    expect(await folder.place('loop/new')).toBe(join(folder.path, 'loop/new'))
  })

  it('is a folder', async () => {
    await expect(PhotoFolder.open(join(base, 'nowhere'))).rejects.toThrow('there is no such folder')
    await expect(PhotoFolder.open(join(base, 'secret.jpg'))).rejects.toThrow(PathError)
  })
})
