import * as v from 'valibot'
import { expect, it } from 'vitest'
import { folder, numbers, photo } from '../../test/dataset-files.ts'
import { datasetSchema, openDatasets } from './open.ts'

const open = (...configs: object[]) => openDatasets(configs.map(config => v.parse(datasetSchema, config)))

async function bears() {
  return folder({
    'index.json': JSON.stringify([
      { image: 'bear_01.jpg', mask: 'bear_01.png', width: 4, height: 1, objects: [{ id: 1 }, { id: 2 }] },
    ]),
    'bear_01.jpg': await photo(4, 1),
    'bear_01.png': numbers('1222'),
  })
}

const apes = async () => folder({ 'images/ape.jpg': await photo(2, 1), 'masks/ape.png': numbers('01') })

it('opens several datasets as one, each in the format that it looks like', async () => {
  const dataset = await open({ path: await bears(), name: 'bears' }, { path: await apes(), name: 'apes' })
  expect(dataset.name).toBe('bears, apes')
  expect(dataset.entries.map(({ id, set }) => [id, set])).toEqual([
    ['bear_01.png#1', 'bears'],
    ['bear_01.png#2', 'bears'],
    ['masks/ape.png#1', 'apes'],
  ])
  expect((await dataset.read(dataset.entries[2]!)).photo.width).toBe(2)
  expect(await dataset.annotatedSize(dataset.entries[0]!)).toEqual({ width: 4, height: 1 })
})

it('leaves small objects out', async () => {
  const { entries } = await open({ path: await bears(), minimumArea: 2 })
  expect(entries.map(({ object }) => object)).toEqual([2])
})

it('finds parts in file names', async () => {
  const { entries } = await open({ path: await bears(), parts: '^(.+)_\\d+' })
  expect(entries[0]!.part).toBe('bear')
})

it('refuses datasets without objects, and says whether they are too small', async () => {
  const path = await bears()
  await expect(open({ path, minimumArea: 9 })).rejects.toThrow(
    `${path}: all 2 objects have fewer than 9 pixels; lower minimumArea`,
  )
  const empty = await folder({ 'images/a.jpg': '', 'masks/a.png': numbers('00') })
  await expect(open({ path: empty })).rejects.toThrow(`${empty}: there are no objects in it`)
})

it('refuses a path that is not there or not laid out as a dataset, and tells the layouts', async () => {
  for (const format of [undefined, 'coco', 'voc'])
    await expect(open({ path: '/nowhere', format })).rejects.toThrow(
      '/nowhere: there is no such folder or file',
    )
  const path = await folder({ 'a.jpg': '' })
  await expect(open({ path })).rejects.toThrow(
    `${path}: not laid out as a known dataset; expected one of\n  instances: `,
  )
})

it('refuses an option that it does not know, and a broken expression', () => {
  expect(v.safeParse(datasetSchema, { path: 'a', minArea: 3 }).success).toBe(false)
  expect(v.safeParse(datasetSchema, { path: 'a', parts: '(' }).success).toBe(false)
})
