import { expect, it } from 'vitest'
import { folder, photo, rows } from '../../test/dataset-files.ts'
import { coco } from './coco.ts'
import type { Source } from './dataset-format.ts'
import { Files } from './files.ts'

const open = (path: string, more: Partial<Source> = {}) =>
  coco.open({ path, values: 'binary', crowds: 'void', ...more }, new Files(0))

const square = (x: number, y: number, side: number) => [[x, y, x + side, y, x + side, y + side, x, y + side]]

const file = (annotations: readonly object[], name = 'a.jpg') =>
  JSON.stringify({
    images: [{ id: 7, file_name: name, width: 5, height: 3 }],
    categories: [{ id: 3, name: 'cat' }],
    annotations: annotations.map((annotation, i) => ({
      id: i + 1,
      image_id: 7,
      bbox: [0, 0, 5, 3],
      ...annotation,
    })),
  })

it('reads polygons and run lengths, and takes crowds for void', async () => {
  const path = await folder({
    'a.jpg': await photo(5, 3),
    'a.json': file([
      { category_id: 3, area: 4, segmentation: square(0, 0, 2) },
      { segmentation: { size: [3, 5], counts: [12, 3] } },
      { iscrowd: 1, segmentation: { size: [3, 5], counts: [3, 6, 6] } },
      { area: 15 },
    ]),
  })
  const { entries, read, annotatedSize } = await open(`${path}/a.json`)
  const common = { image: `${path}/a.jpg`, annotation: `${path}/a.json` }
  expect(entries).toEqual([
    { ...common, id: 'a.jpg#1', object: 1, area: 4, class: 'cat' },
    { ...common, id: 'a.jpg#2', object: 2, area: 3 },
  ])
  const scene = await read(entries[0]!)
  expect(rows(scene.mask)).toEqual(['##...', '##...', '.....'])
  expect(rows(scene.void!)).toEqual(['..#..', '..#..', '.##..'])
  expect(await annotatedSize(entries[0]!)).toMatchObject({ width: 5, height: 3 })
  const ignoring = await open(`${path}/a.json`, { crowds: 'ignored' })
  expect((await ignoring.read(entries[0]!)).void).toBeUndefined()
})

it('finds the photos in images, where it is told, or in the folder of the split', async () => {
  const text = file([{ area: 4, segmentation: square(0, 0, 2) }], 'sub/a.jpg')
  const here = await folder({ 'labels.json': text, 'images/sub/a.jpg': '' })
  expect((await open(`${here}/labels.json`)).entries[0]!.image).toBe(`${here}/images/sub/a.jpg`)
  const there = await folder({ 'labels.json': text, 'photos/sub/a.jpg': '' })
  expect((await open(`${there}/labels.json`, { images: 'photos' })).entries[0]!.image).toBe(
    `${there}/photos/sub/a.jpg`,
  )
  const whole = await folder({ 'annotations/instances_val2017.json': text, 'val2017/sub/a.jpg': '' })
  expect(await coco.fits(whole)).toBe(true)
  expect((await open(whole, { split: 'val2017' })).entries[0]!.image).toBe(`${whole}/val2017/sub/a.jpg`)
})

it('refuses to guess: photos that are not there, and splits', async () => {
  const text = file([{ segmentation: square(0, 0, 2) }])
  const path = await folder({ 'a.json': text })
  await expect(open(`${path}/a.json`)).rejects.toThrow(
    `${path}/a.json: its photo a.jpg is not in ${path}/images nor in ${path}; set images`,
  )
  await expect(open(`${path}/a.json`, { split: 'val' })).rejects.toThrow("a file has no split 'val'")
  const whole = await folder({ 'annotations/instances_train2017.json': text })
  await expect(open(whole)).rejects.toThrow(`${whole}: a split is needed; there are train2017`)
  await expect(open(whole, { split: 'val2017' })).rejects.toThrow("there is no split 'val2017'")
  await expect(open(path)).rejects.toThrow('there is no annotations/instances_SPLIT.json in it')
})

it('refuses a photo of another size and an object without pixels, when they are read', async () => {
  const path = await folder({
    'a.jpg': await photo(10, 6),
    'b.jpg': await photo(5, 3),
    'a.json': file([{ segmentation: square(0, 0, 2) }]),
    'b.json': file([{ area: 1, segmentation: square(0.1, 0.1, 0.2) }], 'b.jpg'),
  })
  const large = await open(`${path}/a.json`)
  await expect(large.read(large.entries[0]!)).rejects.toThrow(
    `${path}/a.json: made for 5 × 3 pixels, but ${path}/a.jpg has 10 × 6`,
  )
  const empty = await open(`${path}/b.json`)
  await expect(empty.read(empty.entries[0]!)).rejects.toThrow(
    `${path}/b.json: annotation 1 covers no pixel of b.jpg; raise minimumArea`,
  )
})
