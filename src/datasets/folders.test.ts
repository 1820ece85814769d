import { expect, it } from 'vitest'
import { folder, numbers, photo, rows } from '../../test/dataset-files.ts'
import type { Source } from './dataset-format.ts'
import { Files } from './files.ts'
import { folders } from './folders.ts'

const open = (path: string, more: Partial<Source> = {}) =>
  folders.open({ path, values: 'binary', crowds: 'void', ...more }, new Files(0))

it('pairs photos and masks by their names; a mask is one object', async () => {
  const path = await folder({
    'images/a b.jpg': await photo(3, 2),
    'images/c.jpeg': await photo(2, 1),
    'images/notes.txt': '',
    'masks/a b.png': numbers('0vv', '00v'),
    'masks/c.png': numbers('10'),
  })
  expect(await folders.fits(path)).toBe(true)
  const { entries, read } = await open(path)
  expect(entries).toMatchObject([
    { id: 'masks/a b.png#1', image: `${path}/images/a b.jpg`, area: 3 },
    { id: 'masks/c.png#1', image: `${path}/images/c.jpeg`, area: 1 },
  ])
  const scene = await read(entries[0]!)
  expect(rows(scene.mask)).toEqual(['.##', '..#'])
  expect(scene.void).toBeUndefined()
})

it('takes the values of masks for numbers when it is told to', async () => {
  const path = await folder({ 'images/a.jpg': await photo(4, 1), 'masks/a.png': numbers('022v') })
  const { entries, read } = await open(path, { values: 'numbers' })
  expect(entries).toMatchObject([{ id: 'masks/a.png#2', area: 2 }])
  const { mask, void: hidden } = await read(entries[0]!)
  expect([rows(mask), rows(hidden!)]).toEqual([['.##.'], ['...#']])
})

it('cuts soft masks in the middle when it is told to', async () => {
  const path = await folder({ 'images/a.jpg': await photo(3, 1), 'masks/a.png': numbers('01v') })
  expect((await open(path, { values: 'soft' })).entries).toMatchObject([{ area: 1 }])
})

it('refuses a mask of many values, since they could be numbers', async () => {
  const path = await folder({ 'images/a.jpg': await photo(3, 1), 'masks/a.png': numbers('012') })
  await expect(open(path)).rejects.toThrow(
    `${path}/masks/a.png: values 0, 1, 2, expected 0 and one other; set values to 'numbers'`,
  )
})

it('finds folders of other names, below the path or elsewhere', async () => {
  const other = await folder({ 'a.png': numbers('1') })
  const path = await folder({ 'train/photos/a.jpg': await photo(1, 1) })
  const { entries } = await open(path, { images: 'train/photos', masks: other })
  expect(entries).toMatchObject([{ image: `${path}/train/photos/a.jpg`, annotation: `${other}/a.png` }])
})

it('refuses photos without masks and masks without photos', async () => {
  const unmasked = await folder({
    'images/a.jpg': '',
    'images/b.jpg': '',
    'images/c.jpg': '',
    'masks/a.png': numbers('1'),
  })
  await expect(open(unmasked)).rejects.toThrow(
    `${unmasked}/images/b.jpg: there is no mask ${unmasked}/masks/b.png (and 1 more like it); add masks`,
  )
  const orphaned = await folder({
    'images/a.jpg': '',
    'masks/a.png': numbers('1'),
    'masks/b.png': numbers('1'),
  })
  await expect(open(orphaned)).rejects.toThrow(`${orphaned}/masks/b.png: there is no photo`)
})

it('refuses two photos of one name, and a folder that is not there', async () => {
  const twice = await folder({ 'images/a.jpg': '', 'images/a.png': '', 'masks/a.png': numbers('1') })
  await expect(open(twice)).rejects.toThrow(`${twice}/images/a.png: a.jpg has the same name`)
  const empty = await folder({ 'images/a.jpg': '' })
  await expect(open(empty)).rejects.toThrow(
    `${empty}/masks: the folder cannot be read (there is no such file`,
  )
})
