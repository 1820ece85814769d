import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mask } from '../mask/index.ts'
import { writeCoco } from './coco.ts'
import { type PointsFormat, pointsOf, readPoints, writePoints } from './points.ts'
import type { PointsRequest } from './points-request.ts'

const points = [
  { x: 10, y: 40 },
  { x: 50, y: 4 },
  { x: 95.5, y: 38 },
  { x: 52, y: -3 },
]
const bear: PointsRequest = { image: 'a b.jpg', objects: [{ points, class: 'bear', id: 7 }] }

describe('the same request in every form', () => {
  const forms: [form: string, file: string | undefined, text: string][] = [
    [
      'JSON',
      'a.json',
      '{"image": "a b.jpg", "objects": [{"points": [[10, 40], [50, 4], [95.5, 38], [52, -3]], "class": "bear", "id": 7}]}',
    ],
    [
      'NDJSON',
      undefined,
      '{"image":"a b.jpg","objects":[{"points":[[10,40],[50,4],[95.5,38],[52,-3]],"class":"bear","id":7}]}\n\n',
    ],
    [
      'CSV with a column for every number',
      'a.csv',
      'image,x1,y1,x2,y2,x3,y3,x4,y4,x5,y5,class,id\na b.jpg,10,40,50,4,95.5,38,52,-3,,,bear,7\n',
    ],
    [
      'CSV with a column of points',
      undefined,
      '\ufeffimage,points,class,id,note\n"a b.jpg","10,40 50,4 95.5,38 52,-3",bear,7,hello\n',
    ],
    ['CSV with semicolons', 'a.csv', 'Image;Points;Class;Id\r\na b.jpg;10,40 50,4  95.5,38 52,-3;bear;7\r\n'],
    ['tabs', 'a.tsv', 'image\tpoints\tclass\tid\na b.jpg\t10,40 50,4 95.5,38 52,-3\tbear\t7'],
  ]
  for (const [form, file, text] of forms) it(form, () => expect(readPoints(text, file)).toEqual([bear]))
})

it('rows of one image are one request, wherever they stand', () => {
  const rows = ['a.jpg', 'b.jpg', 'a.jpg'].map(image => `${image},"1,1 2,2 3,3 4,4"`)
  const requests = readPoints(`image,points\n${rows.join('\n')}`)
  expect(requests.map(({ image, objects }) => [image, objects.length])).toEqual([
    ['a.jpg', 2],
    ['b.jpg', 1],
  ])
})

it('a box stands beside points or in their place', () => {
  expect(readPoints('{"image": "a", "objects": [{"box": [3, 4, 10, 20]}]}')).toEqual([
    { image: 'a', objects: [{ box: { x0: 3, y0: 4, x1: 12, y1: 23 } }] },
  ])
})

describe('a COCO file asks for every object that is no crowd', () => {
  const image = { id: 1, file: 'a.jpg', width: 20, height: 10 }
  const cross = Mask.fromPolygons(
    [
      [4, 0, 5, 0, 5, 9, 4, 9],
      [0, 4, 12, 4, 12, 5, 0, 5],
    ],
    image,
  )
  const object = { image: 1, category: 3, crowd: false, box: { x: 1.5, y: 2, width: 3, height: 4.5 } }
  const annotations = {
    images: [image, { ...image, id: 2, file: 'b.jpg' }],
    categories: [{ id: 3, name: 'cross' }],
    objects: [
      { ...object, id: 1, shape: { type: 'runs' as const, rle: cross.toRle() } },
      { ...object, id: 2, shape: { type: 'box' as const } },
      { ...object, id: 3, shape: { type: 'box' as const }, points },
      { ...object, id: 4, shape: { type: 'box' as const }, crowd: true },
      { ...object, id: 5, shape: { type: 'runs' as const, rle: Mask.empty(image).toRle() } },
    ],
  }
  const expected = [
    {
      image: 'a.jpg',
      objects: [
        {
          points: [
            { x: 0, y: 4 },
            { x: 4, y: 0 },
            { x: 11, y: 4 },
            { x: 4, y: 8 },
          ],
          id: 1,
          class: 'cross',
        },
        { box: { x0: 1, y0: 2, x1: 4, y1: 6 }, id: 2, class: 'cross' },
        { points, id: 3, class: 'cross' },
      ],
    },
    { image: 'b.jpg', objects: [] },
  ]
  it('as records', () => expect(pointsOf(annotations)).toEqual(expected))
  it('as a file, told by its contents', () =>
    expect(readPoints(writeCoco(annotations), 'a.json')).toEqual(expected))
})

describe('requests written and read are the requests', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0)
  const whole = fc.integer({ min: -999, max: 999 })
  const name = fc
    .string({ minLength: 1, unit: fc.constantFrom(...'ab ,;"\'\n\té') })
    .map(text => text.trim() || 'x')
  const object = (box: boolean) =>
    fc.record(
      {
        points: fc.array(fc.record({ x: number, y: number }), { minLength: 4, maxLength: 6 }),
        class: name,
        id: fc.integer(),
        ...(box && {
          box: fc
            .tuple(whole, whole, fc.nat(999), fc.nat(999))
            .map(([x0, y0, w, h]) => ({ x0, y0, x1: x0 + w, y1: y0 + h })),
        }),
      },
      { requiredKeys: ['points'] },
    )
  const requests = (box: boolean) =>
    fc.uniqueArray(
      fc.record({ image: name, objects: fc.array(object(box), { minLength: 1, maxLength: 3 }) }),
      {
        minLength: 1,
        maxLength: 4,
        selector: request => request.image,
      },
    )
  const formats: Exclude<PointsFormat, 'coco'>[] = ['json', 'ndjson', 'csv']
  for (const format of formats)
    it(format, () => {
      fc.assert(
        fc.property(requests(format !== 'csv'), list => {
          expect(readPoints(writePoints(list, format), `a.${format}`)).toEqual(list)
        }),
      )
    })
})

describe('refuses with one clear message', () => {
  const json = (object: string) => `[\n{"image": "a.jpg",\n "objects": [${object}]}]`
  const refusals: [name: string, file: string | undefined, text: string, message: string][] = [
    [
      'three points',
      'a.json',
      json('{"points": [[1, 2], [3, 4], [5, 6]]}'),
      'points: a.json: object 1 of "a.jpg" has 3 points, expected 4 or more (line 3, column 25)',
    ],
    [
      'a word for a number',
      'a.json',
      json('{"points": [[1, "2"]]}'),
      'points: a.json: [0].objects[0].points[0][1] is "2", expected number (line 3, column 30)',
    ],
    [
      'neither points nor box',
      'a.json',
      json('{"class": "bear"}'),
      'points: a.json: object 1 of "a.jpg" has neither points nor box (line 3, column 14)',
    ],
    [
      'a box inside out',
      'a.json',
      json('{"box": [5, 5, -2, 3]}'),
      'the box of object 1 of "a.jpg" is -2 wide and 3 high',
    ],
    ['no objects', 'a.json', json(''), 'points: a.json: no objects in it, expected one or more'],
    [
      'a broken line',
      'a.ndjson',
      '{"image": "a.jpg", "objects": []}\n{"image" "b.jpg"}\n',
      'points: a.ndjson: no JSON: found "\\"", expected ":" (line 2, column 10)',
    ],
    ['an empty file', undefined, '', 'points: no objects in it'],
    [
      'other columns',
      'a.csv',
      'file,x1\na.jpg,1',
      'points: a.csv: line 1: no column image, y1, x2, y2, x3, y3, x4, y4; expected image and points',
    ],
    [
      'a column twice',
      'a.csv',
      'image,points,image\n',
      'points: a.csv: line 1: two columns are named "image"',
    ],
    [
      'a word in a cell, in the right line',
      'a.csv',
      'image,x1,y1,x2,y2,x3,y3,x4,y4\n\n"a\nb.jpg",1,2,3,4,5,6,7,8\nc.jpg,1,2,3,abc,5,6,7,8\n',
      'points: a.csv: line 5: column y2 is "abc", expected a number',
    ],
    [
      'an empty cell between others',
      'a.csv',
      'image,x1,y1,x2,y2,x3,y3,x4,y4\nc.jpg,1,2,,,5,6,7,8\n',
      'points: a.csv: line 2: 1 points, expected 4 or more',
    ],
    [
      'half a point',
      'a.csv',
      'image,points\nc.jpg,"1,2 3"\n',
      'points: a.csv: line 2: column points has "3", expected pairs',
    ],
    ['a cell too many', 'a.csv', 'image,points\nc.jpg,1,2\n', 'points: a.csv: line 2: 3 cells, expected 2'],
    ['an open quote', 'a.csv', 'image,points\n"c.jpg,1\n', 'points: a.csv: line 2: '],
  ]
  for (const [name, file, text, message] of refusals)
    it(name, () => expect(() => readPoints(text, file)).toThrow(message))

  it('a box, where CSV is to be written', () => {
    const request = { image: 'a', objects: [{ box: { x0: 0, y0: 0, x1: 1, y1: 1 } }] }
    expect(() => writePoints([request], 'csv')).toThrow('has only a box, for which CSV has no place')
  })
})
