import * as v from 'valibot'
import { readIndexPng, writeGreyPng, writeIndexPng } from '../image/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { classNames, objectsByImage } from './by-image.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, Loss, OutputFile } from './format.ts'
import { type IndexPicture, masksOf, numberAt, paint } from './index-picture.ts'
import { type InstancesEntry, readInstances, writeInstances } from './instances.ts'
import { insidePath, join, stemOf } from './paths.ts'
import { placeOf } from './photo-place.ts'
import type { ObjectRecord } from './record.ts'

/**
 * A picture of instance numbers for every photo, and index.json, which says what the numbers are. 8 bits with a
 * palette up to 254 objects, 16 bits beyond. A pixel belongs to one object; crowds and the undecided are void, 255.
 */
export const instanceMasks: AnnotationFormat = {
  name: 'instances',
  label: 'Mask PNGs, numbered objects',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: false,
    scores: false,
    points: false,
    undecided: true,
    classless: true,
    overlaps: false,
  },

  async detect(files) {
    return files.has('index.json')
  },

  async read(files) {
    const collected = new Collector()
    const text = await files.text('index.json')
    for (const name of await classesIn(files)) collected.category(name)
    for (const entry of readInstances(text, 'index.json')) await readEntry(files, entry, collected)
    return collected.result()
  },

  write(annotations, options) {
    const nameOfClass = classNames(annotations)
    const files: OutputFile[] = []
    const entries: InstancesEntry[] = []
    const losses: Loss[] = []
    const photos = []
    for (const [image, objects] of objectsByImage(annotations)) {
      const inside = insidePath(image.file)
      const place = placeOf(image, options, join('images', inside))
      photos.push(place)
      const numbers = numbered(objects)
      const painted = paint(image, objects, numbers)
      losses.push(...painted.losses)
      const mask = `masks/${stemOf(inside)}.png`
      files.push({ path: mask, content: writePicture(painted.picture) })
      const left = new Set(painted.losses.filter(({ iou }) => iou === 0).map(({ object }) => object))
      entries.push({
        image: place.path,
        mask,
        width: image.width,
        height: image.height,
        objects: [...numbers]
          .filter(([object]) => !left.has(object.id))
          .map(([object, id]) => {
            const name = nameOfClass(object)
            return { id, ...(name !== undefined && { class: name }) }
          }),
        ...(image.split !== undefined && { split: image.split }),
      })
    }
    const classes = JSON.stringify(annotations.categories.map(({ name }) => name))
    return {
      files: [
        {
          path: 'index.json',
          content: `{"classes": ${classes},\n"items": ${writeInstances(entries).trim()}}\n`,
        },
        ...files,
      ],
      photos,
      losses,
    }
  },
}

/** Numbers from 1 for objects that have pixels, but that of void. */
export function numbered(objects: readonly ObjectRecord[], most = 65_535): Map<ObjectRecord, number> {
  const drawn = objects.filter(({ crowd, shape }) => !crowd && shape.type !== 'box')
  return new Map(
    drawn.map((object, k) => [object, numberAt(k)] as const).filter(([, number]) => number <= most),
  )
}

/** A picture of numbers: with a palette while 8 bits are enough. */
export function writePicture({ width, height, data }: IndexPicture): Uint8Array {
  return data instanceof Uint8Array
    ? writeIndexPng({ width, height, data })
    : writeGreyPng({ width, height, data })
}

async function classesIn(files: FileSet): Promise<readonly string[]> {
  const value = await files.peek('index.json')
  const result = v.safeParse(v.object({ classes: v.array(v.string()) }), value)
  return result.success ? result.output.classes : []
}

async function readEntry(
  files: FileSet,
  { image: file, mask, width, height, objects, split }: InstancesEntry,
  collected: Collector,
): Promise<void> {
  const picture = await readPicture(files, mask, { width, height })
  const { masks, undecided } = masksOf(picture)
  const image = collected.addImage({
    file,
    width,
    height,
    ...(split !== undefined && { split }),
    ...(undecided && { undecided: undecided.toRle() }),
  })
  for (const { id, class: name } of objects) {
    const pixels = masks.get(id)
    if (pixels === undefined)
      throw new AnnotationFileError(`${mask}: no pixel has the number ${id}, which index.json lists`)
    collected.addObject({
      image: image.id,
      shape: { type: 'runs', rle: pixels.toRle() },
      ...(name !== undefined && { category: collected.category(name) }),
    })
  }
}

/** @throws AnnotationFileError when the picture is damaged, or of another size than its photo */
export async function readPicture(
  files: FileSet,
  path: string,
  expected?: { readonly width: number; readonly height: number },
): Promise<IndexPicture> {
  let picture: IndexPicture
  try {
    picture = readIndexPng(await files.bytes(path))
  } catch (error) {
    throw new AnnotationFileError(`${path}: ${(error as Error).message}`, { cause: error })
  }
  if (expected && (picture.width !== expected.width || picture.height !== expected.height))
    throw new AnnotationFileError(
      `${path}: the picture is ${picture.width}×${picture.height}, its photo ${expected.width}×${expected.height}`,
    )
  return picture
}
