import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hardObjects } from '../../test/hard-objects.ts'
import { describeShared, shared } from '../../test/shared.ts'
import { Mask } from '../mask/index.ts'
import { compareAnnotations, isSame } from './compare.ts'
import { readAnnotations, type WriteOptions, writeAnnotations } from './exchange.ts'
import { formats } from './list.ts'
import { type Annotations, maskOf, type ObjectShape } from './record.ts'
import { splitPhotos } from './split.ts'

/** Writes, reads back what was written, and compares. */
async function roundTrip(annotations: Annotations, format: string, options: WriteOptions = {}) {
  const written = writeAnnotations(annotations, format, options)
  const sizes = new Map(
    written.photos.map(({ photo, path }) => [path, annotations.images.find(({ file }) => file === photo)!]),
  )
  const photos = written.photos.map(({ path }) => ({ path, read: () => new Uint8Array() }))
  const files = written.files.map(({ path, content }) => ({ path, read: () => content }))
  const read = await readAnnotations([...files, ...photos], { sizeOf: photo => sizes.get(photo) })
  return { written, read, comparison: compareAnnotations(annotations, read, written.photos) }
}

describe('500 objects with holes, parts, parts of one pixel and contact with the edges', () => {
  const annotations = hardObjects(20)
  const masks = annotations.objects.map(object => maskOf(object, annotations.images[0]!)!)
  it('are hard', () => {
    const parts = masks.map(mask => mask.contours())
    const count = (wanted: (k: number) => boolean) => masks.filter((_, k) => wanted(k)).length
    expect(masks).toHaveLength(500)
    expect(count(k => parts[k]!.some(({ holes }) => holes.length > 0))).toBeGreaterThan(300)
    expect(count(k => parts[k]!.length > 1)).toBeGreaterThan(300)
    expect(
      count(k => parts[k]!.some(({ outer }) => Mask.fromPolygons([outer], masks[k]!).area === 1)),
    ).toBeGreaterThan(250)
    expect(count(k => masks[k]!.box!.x0 === 0 || masks[k]!.box!.y1 === 119)).toBeGreaterThan(100)
  })

  for (const { name } of formats)
    it(`are the same, pixel for pixel, after ${name}, which it is told by its looks`, async () => {
      const { written, read, comparison } = await roundTrip(annotations, name)
      expect(read.format).toBe(name)
      expect(written.losses).toEqual([])
      expect(comparison.objects.filter(({ iou, sameClass }) => iou < 1 || !sameClass)).toEqual([])
      expect(isSame(comparison)).toBe(true)
      expect(read.categories.map(({ name }) => name)).toEqual(annotations.categories.map(({ name }) => name))
    })

  for (const coco of ['plain', 'polygons'] as const)
    it(`are the same as COCO's ${coco}`, async () => {
      expect(isSame((await roundTrip(annotations, 'coco', { coco })).comparison)).toBe(true)
    })
})

describe('photos in parts', () => {
  const annotations = hardObjects(6)
  const split = { shares: [50, 30, 20], seed: 3 } as const
  const parts = splitPhotos(annotations, split.shares, split.seed).images.map(({ split }) => split!)

  for (const { name } of formats)
    it(`keep them in ${name}`, async () => {
      const { read, comparison } = await roundTrip(annotations, name, { split })
      expect(isSame(comparison)).toBe(true)
      expect(read.images.map(({ split }) => split).sort()).toEqual(parts.toSorted())
    })

  it('and keep them when others come', () => {
    const more = splitPhotos(hardObjects(9), split.shares, split.seed).images.map(({ split }) => split)
    expect(new Set(parts)).toEqual(new Set(['train', 'val', 'test']))
    expect(more.slice(0, 6)).toEqual(parts)
  })
})

describeShared("the COCO API's own masks and polygons", () => {
  type Case = { name: string; size?: [number, number]; height: number; width: number; compressed: string }
  const { masks, polygons, polygon_list_merged } = references()

  /** A photo for each case, with one object. */
  const collection = (cases: readonly (Case & { shape: ObjectShape })[]): Annotations => ({
    images: cases.map((one, k) => ({
      id: k + 1,
      file: `${k}.png`,
      width: one.size?.[1] ?? one.width,
      height: one.size?.[0] ?? one.height,
    })),
    categories: [{ id: 1, name: 'thing' }],
    objects: cases.map(({ shape }, k) => ({ id: k + 1, image: k + 1, category: 1, crowd: false, shape })),
  })
  const drawn = [
    ...polygons.map(one => ({ ...one, polygons: [one.polygon] })),
    { ...polygon_list_merged, name: 'list' },
  ].map(one => ({
    ...one,
    shape: { type: 'outlines', parts: one.polygons.map(outer => ({ outer, holes: [] })) } as ObjectShape,
  }))
  const encoded = masks
    .filter(({ area }) => area > 0)
    .map(one => ({
      ...one,
      shape: { type: 'runs', rle: { size: one.size!, counts: one.compressed } } as ObjectShape,
    }))

  it('are written to COCO letter for letter', () => {
    for (const cases of [encoded, drawn]) {
      const annotations = collection(cases)
      const runs = annotations.objects.map((object, k) => maskOf(object, annotations.images[k]!)!.toRle())
      const shapes = runs.map(rle => ({ type: 'runs', rle }) as ObjectShape)
      const { files } = writeAnnotations(
        collection(cases.map((one, k) => ({ ...one, shape: shapes[k]! }))),
        'coco',
      )
      const { annotations: written } = JSON.parse(String(files[0]!.content)) as {
        annotations: { segmentation: { counts: string } }[]
      }
      expect(written.map(({ segmentation }) => segmentation.counts)).toEqual(
        cases.map(({ compressed }) => compressed),
      )
    }
  })

  for (const { name } of formats)
    it(`are the same, pixel for pixel, after ${name}`, async () => {
      for (const cases of [encoded, drawn]) {
        const { written, comparison } = await roundTrip(collection(cases), name)
        expect(written.losses.filter(({ reason }) => reason !== 'empty')).toEqual([])
        expect(comparison.objects.filter(({ iou }) => iou < 1).length).toBe(written.losses.length)
      }
    })
})

type Reference = {
  masks: {
    name: string
    size: [number, number]
    height: number
    width: number
    compressed: string
    area: number
  }[]
  polygons: { name: string; polygon: number[]; height: number; width: number; compressed: string }[]
  polygon_list_merged: { polygons: number[][]; height: number; width: number; compressed: string }
}

function references(): Reference {
  return JSON.parse(readFileSync(shared('reference/rle/cases.json'), 'utf8'))
}
