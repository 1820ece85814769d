import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBitmap, bitmap } from '../../test/bitmaps.ts'
import { Mask } from '../mask/index.ts'
import { compareAnnotations, isSame } from './compare.ts'
import {
  describeLosses,
  LossError,
  readAnnotations,
  type WriteOptions,
  writeAnnotations,
} from './exchange.ts'
import { formats } from './list.ts'
import type { Annotations, ImageRecord, ObjectRecord } from './record.ts'

/** Writes, reads back what was written, and compares. */
async function roundTrip(annotations: Annotations, format: string, options: WriteOptions = {}) {
  const written = writeAnnotations(annotations, format, options)
  const image = (place: string) => written.photos.find(({ path }) => path === place)?.photo
  const read = await readAnnotations(
    [
      ...written.photos.map(({ path }) => ({ path, read: () => new Uint8Array() })),
      ...written.files.map(({ path, content }) => ({ path, read: () => content })),
    ],
    { format, sizeOf: photo => annotations.images.find(({ file }) => file === image(photo)) },
  )
  return { written, read, comparison: compareAnnotations(annotations, read, written.photos) }
}

const square: ImageRecord = { id: 7, file: 'a.jpg', width: 5, height: 3 }
const pixels = (...rows: string[]): ObjectRecord['shape'] => ({
  type: 'runs',
  rle: Mask.fromBitmap(bitmap(...rows)).toRle(),
})
const block = pixels('##...', '##...', '.....')

const collection = (...objects: Partial<ObjectRecord>[]): Annotations => ({
  images: [square],
  categories: [
    { id: 9, name: 'cat' },
    { id: 3, name: 'dog' },
  ],
  objects: objects.map((object, k) => ({
    id: k + 1,
    image: 7,
    category: 9,
    crowd: false,
    shape: block,
    ...object,
  })),
})

describe('anything written and read is the same', () => {
  const object = fc.record(
    {
      shape: fc.oneof(
        anyBitmap.map((bitmap): ObjectRecord['shape'] => ({
          type: 'runs',
          rle: Mask.fromBitmap(bitmap, { width: 20, height: 20 }).toRle(),
        })),
        fc
          .array(fc.tuple(fc.nat(80), fc.nat(80)), { minLength: 3, maxLength: 8 })
          .map((points): ObjectRecord['shape'] => ({
            type: 'outlines',
            parts: [{ outer: points.flat().map(value => value / 4), holes: [] }],
          })),
        fc.constant<ObjectRecord['shape']>({ type: 'box' }),
      ),
      category: fc.constantFrom(3, 9),
      score: fc.integer({ min: 0, max: 100 }).map(value => value / 100),
    },
    { requiredKeys: ['shape'] },
  )
  const collections = fc.array(object, { minLength: 1, maxLength: 5 }).map(
    (objects): Annotations => ({
      images: [{ ...square, file: 'set/ä "1".jpg', width: 20, height: 20 }],
      categories: collection().categories,
      objects: objects.map((one, k) => ({
        ...one,
        id: k + 1,
        image: 7,
        crowd: false,
        ...(one.shape.type === 'box' && { box: { x: k, y: 1.25, width: 2.5, height: 4 } }),
      })),
    }),
  )

  for (const { name, carries } of formats.filter(({ carries }) => carries.overlaps))
    it(`in ${name}, but for what it says`, async () => {
      await fc.assert(
        fc.asyncProperty(collections, async annotations => {
          const { written, read, comparison } = await roundTrip(annotations, name)
          const lost = new Set(written.losses.map(({ object }) => object))
          for (const { object, iou, box } of comparison.objects)
            if (!lost.has(object) && !box) expect(iou).toBe(1)
          expect(comparison.extraObjects).toBe(0)
          expect(read.objects).toHaveLength(annotations.objects.length - lost.size)
          if (!carries.scores) return
          const scores = (list: readonly ObjectRecord[]) => list.map(({ score }) => score ?? -1).sort()
          expect(scores(read.objects)).toEqual(scores(annotations.objects.filter(({ id }) => !lost.has(id))))
        }),
        { numRuns: 60 },
      )
    })
})

describe('what a format cannot hold', () => {
  const box = { shape: { type: 'box' as const }, box: { x: 1, y: 0, width: 2, height: 2 } }
  const over = pixels('.##..', '.....', '.....')
  const crowd = { crowd: true, shape: pixels('....#', '....#', '....#') }
  const cases: [name: string, format: string, annotations: Annotations, reason: string, iou: number][] = [
    ['pixels in two objects', 'instances', collection({}, { shape: over }), 'overlap', 3 / 4],
    ['pixels in two objects', 'voc', collection({}, { shape: over }), 'overlap', 3 / 4],
    [
      'two objects of a class',
      'classes',
      collection({}, { shape: pixels('.....', '.....', '#####') }),
      'merged',
      4 / 9,
    ],
    ['a box beside masks', 'yolo', collection({}, box), 'box', 0],
    ['a box', 'instances', collection({}, box), 'box', 0],
    ['a crowd', 'yolo', collection({}, crowd), 'crowd', 0],
    ['a crowd', 'label-studio', collection({}, crowd), 'crowd', 0],
    [
      'an object without pixels',
      'labelme',
      collection({ shape: pixels('.....', '.....', '.....') }),
      'empty',
      0,
    ],
  ]
  for (const [name, format, annotations, reason, iou] of cases)
    it(`${format}, ${name}: is told with the IoU, and refused when it has to be strict`, async () => {
      const { written, comparison } = await roundTrip(annotations, format)
      expect(written.losses[0]).toMatchObject({ reason, photo: 'a.jpg' })
      expect(written.losses[0]!.iou).toBeCloseTo(iou)
      expect(isSame(comparison)).toBe(false)
      const strict = () => writeAnnotations(annotations, format, { strict: true })
      expect(strict).toThrow(LossError)
      expect(strict).toThrow(describeLosses(written.losses)[0])
    })

  it('a mask without pixels is lost, and an outline without any is not taken for it', async () => {
    const line: ObjectRecord['shape'] = {
      type: 'outlines',
      parts: [{ outer: [4.5, 0.5, 2.5, 2.5, 3.5, 1.5], holes: [] }],
    }
    const annotations = collection({ shape: pixels('.....', '.....', '.....') }, { shape: line })
    const { written, comparison } = await roundTrip(annotations, 'yolo')
    expect(written.losses).toMatchObject([{ object: 1, reason: 'empty' }])
    expect(comparison.objects.map(({ iou }) => iou)).toEqual([0, 1])
  })

  it('crowds are void in pictures, and void is not lost between them', async () => {
    const { read } = await roundTrip(collection({}, crowd), 'voc')
    expect(Mask.fromRle(read.images[0]!.undecided!).area).toBe(3)
    const again = await roundTrip(read, 'instances')
    expect(again.read.images[0]!.undecided).toEqual(read.images[0]!.undecided)
  })

  it('fewer corners cost IoU, which is said', () => {
    const bump = pixels('.#...', '#####', '#####')
    const { losses } = writeAnnotations(collection({ shape: bump }), 'yolo', { tolerance: 1 })
    expect(losses).toMatchObject([{ reason: 'tolerance' }])
  })

  it('boxes fill, or are left out, where that is asked for', async () => {
    const filled = await roundTrip(collection({}, box), 'yolo', { boxes: 'fill', strict: true })
    expect(isSame(filled.comparison)).toBe(true)
    const dropped = writeAnnotations(collection({}, box), 'yolo', { boxes: 'drop', strict: true })
    expect(dropped.notes).toEqual(['1 objects of which only a box is known are left out'])
  })

  it('objects without a class get one where there has to be one', async () => {
    const { category: _, ...bare } = collection({}).objects[0]!
    const annotations = { ...collection(), objects: [bare] }
    const { read, written, comparison } = await roundTrip(annotations, 'labelme')
    expect(read.categories).toMatchObject([{ name: 'object' }])
    expect(written.notes).toEqual(['1 objects without a class are called "object"'])
    expect(isSame(comparison)).toBe(true)
    expect((await roundTrip(annotations, 'yolo')).read.categories.map(({ name }) => name)).toEqual([
      'cat',
      'dog',
      'object',
    ])
    expect((await roundTrip(annotations, 'coco')).read.objects[0]).not.toHaveProperty('category')
  })

  it('what a format does not hold beside objects is told, and is no loss', () => {
    const { rle } = block as { rle: NonNullable<ImageRecord['undecided']> }
    const annotations = collection({ score: 0.5, points: [{ x: 1, y: 2 }] })
    const images = [{ ...square, undecided: rle }]
    const notesOf = (format: string) =>
      writeAnnotations({ ...annotations, images }, format, { strict: true }).notes
    expect(notesOf('yolo')).toEqual([
      'scores of 1 objects are left out',
      'points that made 1 objects are left out',
      'void pixels of 1 photos are left out',
    ])
    expect(notesOf('coco')).toEqual(['void pixels of 1 photos are left out'])
  })

  it('more classes than an 8-bit picture has numbers', async () => {
    const categories = Array.from({ length: 300 }, (_, k) => ({ id: k + 1, name: `class ${k}` }))
    const annotations = { ...collection({ category: 255 }, { category: 300, shape: over }), categories }
    expect(() => writeAnnotations(annotations, 'voc')).toThrow(
      'there are 300 classes, a picture has 254 at most',
    )
    const { read } = await roundTrip({ ...annotations, objects: annotations.objects.slice(0, 1) }, 'classes')
    expect(read.categories.find(({ id }) => id === read.objects[0]!.category)!.name).toBe('class 254')
  })

  it('nothing at all is no export', () => {
    const empty = { ...collection(), images: [] }
    expect(() => writeAnnotations(empty, 'coco')).toThrow('coco: there are no photos, expected one or more')
  })
})

it('results of a model are read with the dataset beside them', async () => {
  const { files } = writeAnnotations(collection({}), 'coco')
  const results = JSON.stringify([{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.25 }])
  const read = await readAnnotations([
    { path: 'a-results.json', read: () => results },
    ...files.map(({ path, content }) => ({ path, read: () => content })),
  ])
  expect(read.objects).toMatchObject([{ id: 1 }, { id: 2, score: 0.25, shape: { type: 'box' } }])
})

describe('names of photos', () => {
  const named = (...files: string[]): Annotations => ({
    ...collection(),
    images: files.map((file, k) => ({ ...square, id: k + 1, file })),
  })

  for (const { name } of formats)
    it(`never lead out of an export of ${name}`, () => {
      const { files, photos } = writeAnnotations(
        named('../../a.jpg', '/etc/b.jpg', 'C:\\c.jpg', 'd/../../e.jpg', '..\\f.jpg'),
        name,
      )
      for (const { path } of [...files, ...photos])
        expect(path).toMatch(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))(?!.*[\\:])/)
    })

  it('that differ in their endings alone cannot share a file', () => {
    expect(() => writeAnnotations(named('a.jpg', 'a.png'), 'yolo')).toThrow(
      'two of the 2 photos would share the file labels/a.txt',
    )
    expect(() => writeAnnotations(named('a.jpg', 'a.png'), 'coco')).not.toThrow()
  })

  it('can be said to be elsewhere', async () => {
    const { read } = await roundTrip(named('a/b.jpg'), 'labelme', { photos: '../photos' })
    expect(read.images[0]!.file).toBe('../photos/a/b.jpg')
  })
})
