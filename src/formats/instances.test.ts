import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeShared, shared } from '../../test/shared.ts'
import { type InstancesEntry, readInstances, writeInstances } from './instances.ts'

const entry = {
  image: 'images/a.jpg',
  mask: 'masks/a.png',
  width: 4,
  height: 3,
  objects: [{ id: 1, class: 'cat', area: 5 }],
}

it('a list and an object with items are the same entries, without their boxes', () => {
  const withBox = { ...entry, objects: [{ ...entry.objects[0], bbox: [0, 0, 2, 2] }] }
  expect(readInstances(JSON.stringify([withBox]))).toEqual([entry])
  expect(readInstances(JSON.stringify({ set: 'x', items: [withBox] }))).toEqual([entry])
})

it('gives the category of an image to its objects that have no class', () => {
  const objects = [{ id: 1 }, { id: 2, class: 'cat' }]
  const [read] = readInstances(JSON.stringify([{ ...entry, category: 'dog', objects }]))
  expect(read!.objects).toEqual([
    { id: 1, class: 'dog' },
    { id: 2, class: 'cat' },
  ])
})

it('entries written and read are the entries', () => {
  const text = fc.string()
  const side = fc.integer({ min: 1, max: 9999 })
  const object = fc.record(
    { id: fc.integer({ min: 1, max: 254 }), area: fc.nat(), class: text },
    { requiredKeys: ['id'] },
  )
  const entries: fc.Arbitrary<InstancesEntry[]> = fc.array(
    fc.record(
      {
        image: text,
        mask: text,
        width: side,
        height: side,
        objects: fc.uniqueArray(object, { selector: ({ id }) => id }),
        set: text,
        split: text,
        domain: text,
        sequence: text,
      },
      { requiredKeys: ['image', 'mask', 'width', 'height', 'objects'] },
    ),
  )
  fc.assert(
    fc.property(entries, list => {
      expect(readInstances(writeInstances(list))).toEqual(list)
    }),
  )
})

describe('refuses with one clear message', () => {
  const refusals: [name: string, value: unknown, message: string][] = [
    ['no items', {}, 'instances: items is missing'],
    ['an entry without a mask', [{ ...entry, mask: undefined }], 'instances: [0].mask is missing'],
    [
      'a width in quotes',
      { items: [{ ...entry, width: '4' }] },
      'instances: items[0].width is "4", expected number',
    ],
    [
      'the number of void',
      [{ ...entry, objects: [{ id: 255 }] }],
      'instances: the number of an object of "images/a.jpg" is 255, which marks void pixels',
    ],
    [
      'a number twice',
      [{ ...entry, objects: [{ id: 2 }, { id: 2 }] }],
      'instances: the number of an object of "images/a.jpg" is 2 for the second time',
    ],
  ]
  for (const [name, value, message] of refusals)
    it(name, () => expect(() => readInstances(JSON.stringify(value))).toThrow(message))
})

describeShared('the shared data', () => {
  const folders: [folder: string, images: number, objects: number][] = [
    ['train', 2699, 7695],
    ['evaluation/grabcut50', 50, 50],
    ['evaluation/domains', 90, 869],
    ['evaluation/voc2012val150', 150, 330],
  ]
  for (const [folder, images, objects] of folders)
    it(`${folder} has ${images} images and ${objects} objects`, () => {
      const entries = readInstances(readFileSync(shared(`data/${folder}/index.json`)))
      expect(entries).toHaveLength(images)
      expect(entries.flatMap(one => one.objects)).toHaveLength(objects)
    })
})
