import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Raster } from '../image/index.ts'
import { readVoc, type VocAnnotation, vocInstances, writeVoc } from './voc.ts'

const xml = `<annotation>
  <folder>VOC2012</folder><filename>2007_000032.jpg</filename>
  <source><database>The VOC2007 Database</database></source>
  <size><width>500</width><height>281</height><depth>3</depth></size>
  <segmented>1</segmented>
  <object>
    <name>aeroplane</name><pose>Frontal</pose><truncated>0</truncated><difficult>0</difficult>
    <bndbox><xmin>104</xmin><ymin>78</ymin><xmax>375</xmax><ymax>183</ymax></bndbox>
  </object>
  <object>
    <name>person</name><truncated>1</truncated><difficult>1</difficult>
    <bndbox><xmin>194.7</xmin><ymin>180</ymin><xmax>213</xmax><ymax>229</ymax></bndbox>
    <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
  </object>
</annotation>`

it('reads photo and objects; boxes count from 0, parts of objects are left out', () => {
  expect(readVoc(xml)).toEqual({
    file: '2007_000032.jpg',
    width: 500,
    height: 281,
    segmented: true,
    objects: [
      {
        name: 'aeroplane',
        box: { x0: 103, y0: 77, x1: 374, y1: 182 },
        difficult: false,
        truncated: false,
        pose: 'Frontal',
      },
      { name: 'person', box: { x0: 194, y0: 179, x1: 212, y1: 228 }, difficult: true, truncated: true },
    ],
  })
})

it('annotations written and read are the annotations', () => {
  const text = fc
    .string({ minLength: 1, unit: fc.constantFrom(...'ab &<>"\'é]') })
    .map(value => value.trim() || 'x')
  const edge = fc.nat(9999)
  const annotation: fc.Arbitrary<VocAnnotation> = fc.record({
    file: text,
    width: fc.integer({ min: 1, max: 9999 }),
    height: fc.integer({ min: 1, max: 9999 }),
    segmented: fc.boolean(),
    objects: fc.array(
      fc.record(
        {
          name: text,
          box: fc.tuple(edge, edge, edge, edge).map(([x0, y0, w, h]) => ({ x0, y0, x1: x0 + w, y1: y0 + h })),
          difficult: fc.boolean(),
          truncated: fc.boolean(),
          pose: text,
        },
        { requiredKeys: ['name', 'box', 'difficult', 'truncated'] },
      ),
    ),
  })
  fc.assert(
    fc.property(annotation, value => {
      expect(readVoc(writeVoc(value))).toEqual(value)
    }),
  )
})

describe('refuses with one clear message', () => {
  const refusals: [name: string, text: string, message: string][] = [
    ['no XML', 'hello', 'voc: a.xml: no XML at 1:5: text data outside of root node'],
    ['XML that ends early', xml.slice(0, 300), 'voc: a.xml: no XML at 7:55: unclosed tag: object'],
    ['another format', '<html></html>', 'voc: a.xml: the outermost element is <html>, expected <annotation>'],
    ['no size', xml.replace(/<size>.*<\/size>/, ''), 'voc: a.xml: the photo has no <size><width>'],
    [
      'an absurd size',
      xml.replace('>500<', '>5e9<'),
      'voc: a.xml: size/width is 5000000000, expected a whole number from 1 to 65535',
    ],
    [
      'a word for a number',
      xml.replace('>104<', '>left<'),
      'voc: a.xml: bndbox/xmin of object 1 is "left", expected a number',
    ],
    ['an edge left out', xml.replace('<ymax>229</ymax>', ''), 'voc: a.xml: object 2 has no <bndbox><ymax>'],
    [
      'a box inside out',
      xml.replace('>375<', '>3<'),
      'voc: a.xml: the box of object 1 (aeroplane) ends before it begins',
    ],
    ['elements within elements', `<annotation>${'<a>'.repeat(10_000)}`, 'voc: a.xml: elements lie 16 deep'],
    [
      'entities of its own',
      '<!DOCTYPE a [<!ENTITY b "c">]><annotation><filename>&b;</filename></annotation>',
      'voc: a.xml: no XML at 1:',
    ],
  ]
  for (const [name, text, message] of refusals)
    it(name, () => expect(() => readVoc(text, 'a.xml')).toThrow(message))
})

const raster = (width: number, ...data: number[]): Raster => ({
  width,
  height: data.length / width,
  channels: 1,
  data: Uint8Array.from(data),
})

it('objects are the numbers but 0 and 255; the class is that of the first pixel in row order', () => {
  const numbers = raster(3, 0, 255, 2, 2, 2, 1, 7, 7, 7)
  const classes = raster(3, 0, 255, 15, 3, 3, 8, 255, 8, 8)
  expect(vocInstances(numbers, classes)).toEqual([
    { id: 1, name: 'cat' },
    { id: 2, name: 'person' },
    { id: 7 },
  ])
  expect(vocInstances(numbers)).toEqual([{ id: 1 }, { id: 2 }, { id: 7 }])
})

it('pictures that do not belong together are refused', () => {
  expect(() => vocInstances(raster(1, 1), raster(2, 1, 1))).toThrow(
    'SegmentationObject is 1×1, SegmentationClass 2×1',
  )
  expect(() => vocInstances(raster(1, 1), raster(1, 33))).toThrow('object 1 has class 33, expected 1 to 20')
})
