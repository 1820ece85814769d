import { describe, expect, it } from 'vitest'
import { writeGreyPng } from '../image/index.ts'
import { toBase64 } from './base64.ts'
import { packBrush } from './brush-runs.ts'
import { readAnnotations } from './exchange.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

const read = (format: string, files: Files) =>
  readAnnotations(
    Object.entries(files).map(([path, content]) => ({ path, read: () => content })),
    { format, sizeOf: () => ({ width: 4, height: 3 }) },
  )

const labelme = (shape: object, rest: object = {}): Files => ({
  'a.json': JSON.stringify({
    shapes: [
      {
        label: 'cat',
        shape_type: 'polygon',
        points: [
          [0, 0],
          [2, 0],
          [2, 2],
        ],
        ...shape,
      },
    ],
    imagePath: 'a.jpg',
    imageWidth: 4,
    imageHeight: 3,
    ...rest,
  }),
})
const png = (width: number, height: number) =>
  toBase64(writeGreyPng({ width, height, data: new Uint8Array(width * height) }))
const mask = (rest: object) =>
  labelme({
    shape_type: 'mask',
    points: [
      [0, 0],
      [1, 1],
    ],
    ...rest,
  })

const cvat = (shape: string, size = 'width="4" height="3"'): Files => ({
  'a.xml': `<annotations>\n<image name="a.jpg" ${size}>\n${shape}\n</image></annotations>`,
})
const rle = (runs: string, place = 'left="1" top="1" width="2" height="2"') =>
  cvat(`<mask label="cat" rle="${runs}" ${place}/>`)

const task = (result: object, data: object = { image: 'a.jpg' }): Files => ({
  'a.json': JSON.stringify([
    {
      data,
      annotations: [{ result: [{ type: 'brushlabels', original_width: 4, original_height: 3, ...result }] }],
    },
  ]),
})
const brush = (rle: unknown) => task({ value: { rle, format: 'rle', brushlabels: ['cat'] } })

const yolo = (line: string, data = 'names: [cat, dog]'): Files => ({
  'data.yaml': data,
  'images/a.jpg': '',
  'labels/a.txt': `1 0.1 0.1 0.5 0.1 0.5 0.5\n${line}\n`,
})

const picture = (width: number, height: number, value: number) =>
  writeGreyPng({ width, height, data: new Uint8Array(width * height).fill(value) })
const index = (mask: Uint8Array): Files => ({
  'index.json': JSON.stringify([
    { image: 'a.jpg', mask: 'a.png', width: 4, height: 3, objects: [{ id: 1 }] },
  ]),
  'a.png': mask,
})

describe('refuses with one clear message that names file and place', () => {
  const refusals: [what: string, format: string, files: Files, message: string | RegExp][] = [
    [
      'no shapes',
      'labelme',
      { 'a.json': '{"imagePath": "a.jpg"}' },
      'a.json: shapes is missing (line 1, column 1)',
    ],
    [
      'a label that is none',
      'labelme',
      labelme({ label: 3 }),
      'a.json: shapes[0].label is 3, expected string (line',
    ],
    [
      'two corners',
      'labelme',
      labelme({
        points: [
          [0, 0],
          [1, 1],
        ],
      }),
      'a.json: shapes[0].points has 2 corners, expected three or more',
    ],
    [
      'a coordinate of null',
      'labelme',
      labelme({ points: [[0, null]] }),
      'a.json: shapes[0].points[0][1] is null, expected number',
    ],
    [
      'a coordinate without end',
      'labelme',
      labelme({
        points: [
          [0, 1e300],
          [1, 1],
          [2, 2],
        ],
      }),
      'a.json: shapes[0].points[0][1] is 1e+300',
    ],
    [
      'an absurd size',
      'labelme',
      labelme({}, { imageWidth: 1e9 }),
      'a.json: imageWidth is 1000000000, expected <=65535',
    ],
    [
      'too many pixels',
      'labelme',
      labelme({}, { imageWidth: 65_535, imageHeight: 65_535 }),
      'a.json: "a.jpg" is 65535×65535, expected whole sides from 1 and at most 268435456 pixels',
    ],
    [
      'a mask that is no picture',
      'labelme',
      mask({ mask: 'AAAA' }),
      'a.json: shapes[0].mask: png: not a PNG file',
    ],
    [
      'a mask that is no base64',
      'labelme',
      mask({ mask: '§' }),
      'a.json: shapes[0].mask: the text is no base64',
    ],
    ['a mask without one', 'labelme', mask({}), 'a.json: shapes[0].mask: png: not a PNG file'],
    [
      'a mask of another size',
      'labelme',
      mask({ mask: png(3, 2) }),
      'a.json: shapes[0].mask: the picture is 3×2, its place 2×2',
    ],
    [
      'a mask outside',
      'labelme',
      mask({
        mask: png(2, 2),
        points: [
          [3, 2],
          [4, 3],
        ],
      }),
      'is not inside a photo of 4×3',
    ],
    [
      'a mask between pixels',
      'labelme',
      mask({
        mask: png(2, 2),
        points: [
          [0.5, 0],
          [1.5, 1],
        ],
      }),
      'a.json: shapes[0].points is no pair of whole pixels',
    ],
    [
      'one photo twice',
      'labelme',
      { ...labelme({}), 'b.json': labelme({})['a.json']! },
      'b.json: "a.jpg" is annotated twice',
    ],

    ['no XML', 'cvat', { 'a.xml': 'cats' }, 'a.xml: no XML at 1:'],
    [
      'other XML',
      'cvat',
      { 'a.xml': '<svg/>' },
      'a.xml: the outermost element is <svg>, expected <annotations>',
    ],
    [
      'entities of its own',
      'cvat',
      { 'a.xml': '<!DOCTYPE a [<!ENTITY b "c">]><annotations>&b;</annotations>' },
      'a.xml: no XML at 1:',
    ],
    [
      'elements within elements',
      'cvat',
      { 'a.xml': `<annotations>${'<a>'.repeat(9999)}` },
      'elements lie 16 deep',
    ],
    [
      'a photo without a name',
      'cvat',
      { 'a.xml': '<annotations>\n<image width="4" height="3"/></annotations>' },
      'a.xml: name is missing (line 2, column',
    ],
    [
      'a word for a width',
      'cvat',
      cvat('', 'width="wide" height="3"'),
      'a.xml: width is "wide", expected a number up to 429496729 (line 2',
    ],
    [
      'an absurd photo',
      'cvat',
      cvat('', 'width="99999" height="3"'),
      'a.xml: "a.jpg" is 99999×3, expected whole sides from 1',
    ],
    [
      'an odd polygon',
      'cvat',
      cvat('<polygon label="cat" points="1,2;3"/>'),
      'a.xml: the polygon has 3 coordinates, expected pairs of x and y, three or more (line 3',
    ],
    [
      'words in a polygon',
      'cvat',
      cvat('<polygon label="cat" points="1,2;a,4;5,6"/>'),
      'a.xml: coordinate 3 of the polygon is no number',
    ],
    [
      'a box inside out',
      'cvat',
      cvat('<box label="cat" xtl="3" ytl="0" xbr="1" ybr="1"/>'),
      'a.xml: the box ends before it begins',
    ],
    [
      'runs that go on',
      'cvat',
      rle('0, 9'),
      'a.xml: run length 2 of the mask is "9", expected a whole number that fits (line 3',
    ],
    ['a negative run', 'cvat', rle('-1, 2'), 'a.xml: run length 1 of the mask is "-1"'],
    ['runs without a number', 'cvat', rle('1,,2'), 'a.xml: run length 2 of the mask is ""'],
    [
      'a mask outside',
      'cvat',
      rle('0, 4', 'left="3" top="0" width="2" height="2"'),
      'a.xml: the mask of 2×2 at 3,0 is not inside its photo of 4×3',
    ],

    ['no image', 'label-studio', task({ value: {} }, {}), 'a.json: [0].data names no image'],
    [
      'a brush that is text',
      'label-studio',
      brush('0,1'),
      'a.json: [0].annotations[0].result[0].value.rle is no list of numbers from 0 to 255',
    ],
    [
      'a brush for another photo',
      'label-studio',
      brush(packBrush([1, 2], 13)),
      'value.rle: the brush is for 52 values, expected 48',
    ],
    [
      'a brush that is cut off',
      'label-studio',
      brush(packBrush([1, 2], 12).slice(0, 9)),
      'value.rle: the brush ends after 9 bytes',
    ],
    [
      'a brush without a label',
      'label-studio',
      task({ value: { rle: packBrush([1, 2], 12) } }),
      'value.brushlabels is missing',
    ],
    [
      'a polygon of two',
      'label-studio',
      task({
        type: 'polygonlabels',
        value: {
          points: [
            [1, 1],
            [2, 2],
          ],
        },
      }),
      'value.points',
    ],

    [
      'no classes',
      'yolo',
      { 'images/a.jpg': '', 'labels/a.txt': '' },
      'yolo: no data.yaml with the names of the classes, nor classes.txt',
    ],
    ['no YAML', 'yolo', yolo('', 'names: [cat'), 'data.yaml: no YAML:'],
    ['YAML without names', 'yolo', yolo('', 'nc: 3'), 'data.yaml: names is not there'],
    [
      'YAML that grows',
      'yolo',
      yolo('', 'a: &a [x, x]\nb: &b [*a, *a]\nnames: [*b, *b]'),
      'data.yaml: no YAML:',
    ],
    [
      'YAML within YAML',
      'yolo',
      yolo('', `names: ${'['.repeat(200_000)}`),
      'data.yaml: 200007 characters with 200000 brackets, expected a list of classes',
    ],
    [
      'YAML without end',
      'yolo',
      yolo('', `names: [cat]\n${'#'.repeat(1_000_001)}`),
      'expected a list of classes',
    ],
    [
      'a class beyond the list',
      'yolo',
      yolo('2 0 0 1 0 1 1'),
      'labels/a.txt: line 2: the class is 2, expected 0 to 1',
    ],
    ['a word', 'yolo', yolo('1 0 0 1 0 1 one'), 'labels/a.txt: line 2: number 7 is no share'],
    [
      'pixels for shares',
      'yolo',
      yolo('1 0 0 640 0 640 480'),
      'labels/a.txt: line 2: number 4 is no share of the photo',
    ],
    ['three numbers', 'yolo', yolo('1 0 0 1'), 'labels/a.txt: line 2: there are 3 numbers after the class'],

    [
      'a picture of another size',
      'instances',
      index(picture(3, 3, 1)),
      'a.png: the picture is 3×3, its photo 4×3',
    ],
    [
      'a number that is not there',
      'instances',
      index(picture(4, 3, 2)),
      'a.png: no pixel has the number 1, which index.json lists',
    ],
    ['a picture that is none', 'instances', index(Uint8Array.of(1, 2, 3)), 'a.png: png: not a PNG file'],
    [
      'a picture that is not there',
      'instances',
      { 'index.json': String(index(picture(4, 3, 1))['index.json']) },
      'a.png: there is no such file among those given',
    ],
    [
      'classes without a list',
      'classes',
      { 'masks/a.png': writeGreyPng({ width: 2, height: 1, data: Uint8Array.of(1, 2) }) },
      'masks/a.png: it has the numbers 1, 2; add classes.txt',
    ],
    [
      'a class beyond the list',
      'classes',
      { 'masks/a.png': picture(4, 3, 3), 'classes.txt': 'cat\ndog\n' },
      'masks/a.png: there is a class 3, and the list of classes has 2',
    ],
    [
      'pictures that do not go together',
      'voc',
      { 'SegmentationObject/a.png': picture(4, 3, 1), 'SegmentationClass/a.png': picture(3, 3, 1) },
      'SegmentationClass/a.png: the picture is 3×3, its photo 4×3',
    ],
    [
      'no photos',
      'coco',
      { 'a.json': '{"images": [], "annotations": []}' },
      'coco: there are no photos in it',
    ],
  ]
  for (const [what, format, files, message] of refusals)
    it(`${format}: ${what}`, () => expect(read(format, files)).rejects.toThrow(message))

  it('files that are like nothing known', async () => {
    await expect(readAnnotations([{ path: 'notes.json', read: () => '{"a": 1}' }])).rejects.toThrow(
      '"notes.json": like none of the known formats; expected Mask PNGs, numbered objects, YOLO segmentation',
    )
    await expect(readAnnotations([])).rejects.toThrow('there are no files')
  })
})

it('a brush of many pixels in few bytes takes time and memory by its runs', async () => {
  const pixels = 16_000 * 16_000
  const files = task({
    original_width: 16_000,
    original_height: 16_000,
    value: { rle: packBrush([5, 9], pixels), brushlabels: ['cat'] },
  })
  const { objects } = await read('label-studio', files)
  expect(objects).toHaveLength(1)
})
