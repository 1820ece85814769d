import { expect, it } from 'vitest'
import { folder, numbers, photo, rows } from '../../test/dataset-files.ts'
import { davis } from './davis.ts'
import { Files } from './files.ts'

const open = (path: string, split?: string) =>
  davis.open({ path, values: 'binary', crowds: 'void', ...(split !== undefined && { split }) }, new Files(0))

const walk = async () =>
  folder({
    'JPEGImages/480p/bear/00000.jpg': await photo(3, 1),
    'Annotations/480p/bear/00000.png': numbers('0vv'),
    'Annotations/480p/bear/00001.png': numbers('00v'),
    'JPEGImages/480p/dogs/00000.jpg': await photo(3, 1),
    'Annotations/480p/dogs/00000.png': numbers('122'),
    'ImageSets/2016/val.txt': '/JPEGImages/480p/dogs/00000.jpg /Annotations/480p/dogs/00000.png\n',
    'ImageSets/2017/val.txt': 'dogs\n',
    'ImageSets/2017/train.txt': 'bear\n',
  })

it('reads the frames of all sequences; a sequence is a part', async () => {
  const path = await walk()
  expect(await davis.fits(path)).toBe(true)
  const { entries, read } = await open(path)
  expect(entries.map(({ id, part, area }) => [id, part, area])).toEqual([
    ['bear/00000#1', 'bear', 2],
    ['bear/00001#1', 'bear', 1],
    ['dogs/00000#1', 'dogs', 1],
    ['dogs/00000#2', 'dogs', 2],
  ])
  expect(rows((await read(entries[0]!)).mask)).toEqual(['.##'])
  expect(rows((await read(entries[3]!)).mask)).toEqual(['.##'])
})

it('has one foreground in the splits of 2016, and several objects in those of 2017', async () => {
  const path = await walk()
  const { entries, read } = await open(path, '2016/val')
  expect(entries.map(({ id, area }) => [id, area])).toEqual([['dogs/00000#1', 3]])
  expect(rows((await read(entries[0]!)).mask)).toEqual(['###'])
  expect((await open(path, '2017/val')).entries).toHaveLength(2)
  expect((await open(path, 'train')).entries.map(({ part }) => part)).toEqual(['bear', 'bear'])
})

it('refuses a split that is not there or could be two', async () => {
  const path = await walk()
  await expect(open(path, 'val')).rejects.toThrow("several splits are 'val'; name one of 2016/val, 2017/val")
  await expect(open(path, 'test')).rejects.toThrow(
    "there is no split 'test'; name one of 2016/val, 2017/train, 2017/val",
  )
})
