import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { folder, numbers, photo, rows } from '../../test/dataset-files.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { checkDataset } from './check.ts'
import { Files } from './files.ts'
import { instances } from './instances.ts'

const source = { values: 'binary', crowds: 'void' } as const
const open = (path: string, split?: string) =>
  instances.open({ ...source, path, ...(split !== undefined && { split }) }, new Files(0))

const item = (name: string, more: object = {}) => ({
  image: `images/${name}.jpg`,
  mask: `masks/${name}.png`,
  width: 4,
  height: 3,
  objects: [
    { id: 1, area: 2, class: 'bear' },
    { id: 2, area: 3 },
  ],
  ...more,
})

it('reads photos with their objects one by one, and what is void', async () => {
  const path = await folder({
    'index.json': JSON.stringify({ items: [item('a', { set: 'zoo', sequence: 'walk' })] }),
    'images/a.jpg': await photo(4, 3),
    'masks/a.png': numbers('0112', '0022', '000v'),
  })
  const dataset = await open(path)
  const common = {
    image: `${path}/images/a.jpg`,
    annotation: `${path}/masks/a.png`,
    set: 'zoo',
    part: 'walk',
  }
  expect(dataset.entries).toEqual([
    { ...common, id: 'masks/a.png#1', object: 1, area: 2, class: 'bear' },
    { ...common, id: 'masks/a.png#2', object: 2, area: 3 },
  ])
  const scene = await dataset.read(dataset.entries[1]!)
  expect(scene.photo).toMatchObject({ width: 4, height: 3, channels: 3 })
  expect(rows(scene.mask)).toEqual(['...#', '..##', '....'])
  expect(rows(scene.void!)).toEqual(['....', '....', '...#'])
})

it('has no void where no pixel is void, and takes a plain list of photos', async () => {
  const path = await folder({
    'index.json': JSON.stringify([item('a')]),
    'images/a.jpg': await photo(2, 2),
    'masks/a.png': numbers('12', '00'),
  })
  const dataset = await open(path)
  expect(await dataset.read(dataset.entries[0]!)).not.toHaveProperty('void')
})

it('counts the pixels of objects of which the index does not tell the area', async () => {
  const path = await folder({
    'index.json': JSON.stringify([item('a', { objects: [{ id: 1 }, { id: 2, area: 8 }] })]),
    'masks/a.png': numbers('1112', '2000'),
  })
  expect((await open(path)).entries.map(({ area }) => area)).toEqual([3, 8])
})

it('takes the photos of a split, and says which splits there are', async () => {
  const path = await folder({
    'index.json': JSON.stringify([item('a', { split: 'train' }), item('b', { split: 'validation' })]),
  })
  const dataset = await open(path, 'validation')
  expect(dataset.entries.map(({ id }) => id)).toEqual(['masks/b.png#1', 'masks/b.png#2'])
  await expect(open(path, 'val')).rejects.toThrow(
    `${path}/index.json: no photo has split 'val'; there are train, validation`,
  )
})

it('refuses a missing mask, a mask of another size, and a number that is not drawn, when they are read', async () => {
  const path = await folder({
    'index.json': JSON.stringify(['missing', 'large', 'empty', 'turned'].map(name => item(name))),
    'images/missing.jpg': await photo(2, 1),
    'images/large.jpg': await photo(4, 4),
    'masks/large.png': numbers('12'),
    'images/empty.jpg': await photo(2, 1),
    'masks/empty.png': numbers('22'),
    'images/turned.jpg': await photo(1, 2),
    'masks/turned.png': numbers('12'),
  })
  const { entries, read } = await open(path)
  const first = (name: string) => read(entries.find(({ id }) => id === `masks/${name}.png#1`)!)
  await expect(first('missing')).rejects.toThrow(`${path}/masks/missing.png: `)
  await expect(first('large')).rejects.toThrow(
    `${path}/masks/large.png: made for 2 × 1 pixels, but ${path}/images/large.jpg has 4 × 4; scale the annotation`,
  )
  await expect(first('empty')).rejects.toThrow(`${path}/masks/empty.png: no pixel has the number 1; draw`)
  await expect(first('turned')).rejects.toThrow('has 1 × 2 as people see it: the camera stored it turned')
})

describeShared('the shared photos for validation', () => {
  it('pass the check, and an object has as many pixels as the index says', async () => {
    const dataset = await open(fileURLToPath(shared('data/train')), 'validation')
    await checkDataset(dataset)
    for (const entry of dataset.entries.filter((_, i) => i % 100 === 0)) {
      const { mask } = await dataset.read(entry)
      expect(mask.data.filter(value => value > 0)).toHaveLength(entry.area)
    }
  })
})
