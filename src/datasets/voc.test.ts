import { expect, it } from 'vitest'
import { folder, numbers, photo, rows } from '../../test/dataset-files.ts'
import { Files } from './files.ts'
import { voc } from './voc.ts'

const open = (path: string, split?: string) =>
  voc.open({ path, values: 'binary', crowds: 'void', ...(split !== undefined && { split }) }, new Files(0))

const two = async () =>
  folder({
    'JPEGImages/a.jpg': await photo(4, 1),
    'SegmentationObject/a.png': numbers('122v'),
    'SegmentationObject/b.png': numbers('0'),
    'ImageSets/Segmentation/train.txt': 'b\n',
    'ImageSets/Segmentation/val.txt': 'a\r\n\r\n',
    'ImageSets/Main/dog_val.txt': '',
  })

it('reads objects with their classes, and void', async () => {
  const path = await folder({
    'JPEGImages/a.jpg': await photo(4, 1),
    'SegmentationObject/a.png': numbers('122v'),
    'SegmentationClass/a.png': numbers('833v'),
  })
  expect(await voc.fits(path)).toBe(true)
  const { entries, read } = await open(path)
  expect(entries).toMatchObject([
    { id: 'a#1', area: 1, class: 'cat', image: `${path}/JPEGImages/a.jpg` },
    { id: 'a#2', area: 2, class: 'bird', annotation: `${path}/SegmentationObject/a.png` },
  ])
  const scene = await read(entries[1]!)
  expect([rows(scene.mask), rows(scene.void!)]).toEqual([['.##.'], ['...#']])
})

it('reads objects without classes, of all photos or of a split', async () => {
  const path = await two()
  expect((await open(path)).entries.map(({ id }) => id)).toEqual(['a#1', 'a#2'])
  expect((await open(path, 'val')).entries.map(({ id }) => id)).toEqual(['a#1', 'a#2'])
  expect((await open(path, 'train')).entries).toEqual([])
})

it('refuses a split that is not there, and masks that are missing', async () => {
  const path = await two()
  await expect(open(path, 'trainval')).rejects.toThrow(
    `${path}/ImageSets/Segmentation: there is no split 'trainval'; there are train, val`,
  )
  const missing = await folder({
    'SegmentationObject/a.png': numbers('1'),
    'ImageSets/Segmentation/val.txt': 'a\nc\n',
  })
  await expect(open(missing, 'val')).rejects.toThrow(
    `${missing}/SegmentationObject/c.png: the mask cannot be read (there is no such file or folder)`,
  )
})
