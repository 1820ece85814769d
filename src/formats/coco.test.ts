import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import { readCoco, readCocoResults, writeCoco } from './coco.ts'
import { type Annotations, maskOf } from './record.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const fixture = (name: string) => readFileSync(new URL(name, fixtures), 'utf8')

for (const name of readdirSync(fixtures).filter(name => name.endsWith('.coco.json')))
  it(`reads ${name} and writes it back`, () => {
    const { notes, ...records } = readCoco(fixture(name))
    expect({ ...records, notes }).toEqual(JSON.parse(fixture(name.replace('.coco.', '.expected.'))))
    expect(readCoco(writeCoco(records))).toEqual({ ...records, notes: [] })
    const imageOf = new Map(records.images.map(one => [one.id, one]))
    for (const object of records.objects)
      if (object.shape.type === 'runs')
        expect(maskOf(object, imageOf.get(object.image)!)).toMatchObject({ area: object.area })
  })

const image = { id: 7, file: 'a.jpg', width: 6, height: 5 }
const coco = (annotation: object, rest: object = {}) =>
  JSON.stringify({
    images: [{ id: 7, file_name: 'a.jpg', width: 6, height: 5 }],
    categories: [{ id: 3, name: 'cat' }],
    annotations: [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], ...annotation }],
    ...rest,
  })
const firstMask = (text: string) => maskOf(readCoco(text).objects[0]!, image)

it('polygons, plain and compressed run lengths of one square are one mask', () => {
  const square = Mask.fromPolygons([[1, 1, 3, 1, 3, 3, 1, 3]], image)
  expect(square.area).toBe(4)
  expect(firstMask(coco({ segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]] }))).toEqual(square)
  expect(firstMask(coco({ segmentation: [1, 1, 3, 1, 3, 3, 1, 3] }))).toEqual(square)
  expect(firstMask(coco({ segmentation: { size: [5, 6], counts: [...square.counts] } }))).toEqual(square)
  expect(firstMask(coco({ segmentation: square.toRle() }))).toEqual(square)
  expect(firstMask(coco({ segmentation: [] }))).toBeUndefined()
})

it('outlines with holes are written as run lengths, and the hole is still there', () => {
  const ring = Mask.fromParts([{ outer: [0, 0, 5, 0, 5, 5, 0, 5], holes: [[1, 1, 3, 1, 3, 3, 1, 3]] }], image)
  const parts = ring.contours()
  const written = writeCoco({
    images: [image],
    categories: [],
    objects: [{ id: 1, image: 7, shape: { type: 'outlines', parts }, crowd: false }],
  })
  const [object] = readCoco(written).objects
  expect(object!.area).toBe(21)
  expect(object!.box).toEqual({ x: 0, y: 0, width: 5, height: 5 })
  expect(maskOf(object!, image)).toEqual(ring)
})

it('keypoints and polygons of two corners are left out, and it says so', () => {
  const { notes } = readCoco(
    coco({
      keypoints: [1, 2, 2],
      segmentation: [
        [1, 1, 2, 2],
        [0, 0, 1, 0, 1, 1],
      ],
    }),
  )
  expect(notes).toEqual([
    'keypoints of 1 annotations are left out',
    '1 polygons of fewer than three corners are left out',
  ])
})

it('results take images and categories from their dataset', () => {
  const { objects } = readCocoResults(
    '[{"image_id": 7, "category_id": 3, "segmentation": {"size": [5, 6], "counts": "0N"}, "score": 0.5}]'.replace(
      '"0N"',
      JSON.stringify(Mask.empty(image).toRle().counts),
    ),
    readCoco(coco({})),
  )
  expect(objects).toMatchObject([{ id: 1, image: 7, category: 3, score: 0.5, shape: { type: 'runs' } }])
})

describe('refuses with one clear message', () => {
  const refusals: [name: string, text: string, message: string][] = [
    ['no JSON', '{"images": [}', 'coco: no JSON: found "}", expected a value (line 1, column 13)'],
    ['an empty file', '', 'coco: no JSON: ends, expected a value (line 1, column 1)'],
    [
      'a list',
      '[]',
      'coco: a list, expected an object with images, annotations and categories; results go with their dataset (line 1, column 1)',
    ],
    ['no images', '{"annotations": []}', 'coco: images is missing (line 1, column 1)'],
    [
      'an unknown category',
      coco({ id: 1768, category_id: 91 }),
      'coco: annotation 1768 names category 91, which the file does not define',
    ],
    [
      'an unknown image',
      coco({ image_id: 8 }),
      'coco: annotation 1 is about image 8, which the file does not define',
    ],
    [
      'two images of one id',
      coco({}, { images: [1, 1].map(id => ({ id, file_name: 'a', width: 1, height: 1 })) }),
      'coco: two images have the id 1',
    ],
    [
      'an absurd size',
      coco({}, { images: [{ id: 7, file_name: 'a', width: 1e9, height: 1e9 }] }),
      'coco: images[0].width is 1000000000, expected <=65535',
    ],
    [
      'a coordinate in quotes',
      coco({ bbox: [1, 2, '3', 4] }),
      'coco: annotations[0].bbox[2] is "3", expected number',
    ],
    [
      'an odd polygon',
      coco({ segmentation: [[1, 2, 3]] }),
      'coco: annotations[0].segmentation[0] has 3 coordinates, expected pairs',
    ],
    [
      'null in a polygon',
      coco({ segmentation: [[1, 2, null, 4, 5, 6]] }),
      'coco: annotations[0].segmentation[0][2] is null, expected a coordinate',
    ],
    [
      'runs of another size',
      coco({ segmentation: { size: [6, 5], counts: [30] } }),
      'coco: annotation 1 has run lengths of 5×6, its image "a.jpg" is 6×5',
    ],
    [
      'runs that do not add up',
      coco({ segmentation: { size: [5, 6], counts: [29] } }),
      'coco: annotations[0].segmentation.counts adds up to 29, expected 5 × 6 = 30',
    ],
    [
      'a negative run',
      coco({ segmentation: { size: [5, 6], counts: [-1, 31] } }),
      'coco: annotations[0].segmentation.counts[0] is -1, expected a whole number from 0',
    ],
    ['neither shape nor box', coco({ bbox: null }), 'coco: annotation 1 has neither segmentation nor bbox'],
  ]
  for (const [name, text, message] of refusals) it(name, () => expect(() => readCoco(text)).toThrow(message))

  it('naming the file, the line and the column', () => {
    const text = coco({ category_id: 91 }).replace('"annotations"', '\n"annotations"')
    expect(() => readCoco(text, 'b.json')).toThrow(
      /^coco: b\.json: annotation 1 names .* \(line 2, column \d+\)$/,
    )
  })

  it('bytes that are no text', () => {
    expect(() => readCoco(Uint8Array.of(0xff, 0xfe, 0x00))).toThrow('coco: no UTF-8 text')
  })

  it('damaged run lengths, when the mask is wanted', () => {
    const text = coco({ segmentation: { size: [5, 6], counts: 'zz' } })
    expect(() => firstMask(text)).toThrow('object 1 in "a.jpg": run lengths: character 0 is "z"')
  })

  it('megabytes of brackets, before they become objects', () => {
    expect(() => readCoco(`{"images": [${'{},'.repeat(2_000_000)}{}]}`)).toThrow('coco: nothing but brackets')
  })
})

const records: fc.Arbitrary<Annotations> = fc
  .record({
    images: fc.uniqueArray(
      fc.record({
        id: fc.nat(),
        file: fc.string(),
        width: fc.integer({ min: 1, max: 99 }),
        height: fc.integer({ min: 1, max: 99 }),
      }),
      { minLength: 1, selector: image => image.id },
    ),
    categories: fc.uniqueArray(
      fc.record(
        { id: fc.nat(), name: fc.string(), supercategory: fc.string() },
        { requiredKeys: ['id', 'name'] },
      ),
      { minLength: 1, selector: category => category.id },
    ),
  })
  .chain(({ images, categories }) => {
    const coordinate = fc.double({ min: -9, max: 99, noNaN: true }).map(value => value + 0)
    const ring = fc.array(coordinate, { minLength: 3, maxLength: 9 }).map(values => [...values, ...values])
    const box = fc.record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate })
    const object = fc.constantFrom(...images).chain(image =>
      fc.record(
        {
          id: fc.nat(),
          image: fc.constant(image.id),
          category: fc.constantFrom(...categories.map(category => category.id)),
          shape: fc.oneof(
            fc.constant({ type: 'box' as const }),
            fc.record({
              type: fc.constant('outlines' as const),
              parts: fc.array(
                ring.map(outer => ({ outer, holes: [] })),
                { minLength: 1, maxLength: 3 },
              ),
            }),
            fc.boolean().map(compressed => {
              const { size, counts } = Mask.fromPolygons([[1, 1, 40, 3, 9, 50]], image).toRle()
              return {
                type: 'runs' as const,
                rle: { size, counts: compressed ? counts : [image.width * image.height] },
              }
            }),
          ),
          box,
          area: fc.nat(),
          crowd: fc.boolean(),
          score: fc.double({ min: 0, max: 1, noNaN: true }).map(value => value + 0),
          points: fc.array(fc.record({ x: coordinate, y: coordinate })),
        },
        { requiredKeys: ['id', 'image', 'shape', 'box', 'area', 'crowd'] },
      ),
    )
    return fc.record({
      images: fc.constant(images),
      categories: fc.constant(categories),
      objects: fc.uniqueArray(object, { selector: ({ id }) => id }),
    })
  })

it('records written and read are the records', () => {
  fc.assert(
    fc.property(records, annotations => {
      expect(readCoco(writeCoco(annotations))).toEqual({ ...annotations, notes: [] })
    }),
  )
})
