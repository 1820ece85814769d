import * as v from 'valibot'
import { readCocoResults, readCocoSource, writeCoco } from './coco.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, FormatOptions, Loss, ReadAnnotations } from './format.ts'
import { outlinesOf } from './outlines.ts'
import { inSplit } from './photo-place.ts'
import {
  type Annotations,
  type CategoryRecord,
  type ImageRecord,
  maskOf,
  type ObjectRecord,
  type ObjectShape,
} from './record.ts'

/**
 * COCO's JSON of instances: one file, or one for each part of the data in annotations, as COCO is handed out. Objects
 * with holes are run lengths, whatever the others are, for COCO's polygons have none. A list of results beside a
 * dataset, the form in which models hand in predictions, adds objects with scores.
 */
export const cocoFolder: AnnotationFormat = {
  name: 'coco',
  label: 'COCO instances',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: true,
    scores: true,
    points: true,
    undecided: false,
    classless: true,
    overlaps: true,
  },

  async detect(files) {
    // A list of results may come before its dataset.
    for (const path of files.matching(/\.json$/i).slice(0, 2))
      if (v.is(datasetSchema, await files.peek(path))) return true
    return false
  },

  async read(files) {
    const parts: ReadAnnotations[] = []
    const results: string[] = []
    const paths = files.matching(/\.json$/i)
    for (const path of paths) {
      const isList = Array.isArray((await files.json(path)).value)
      if (isList && paths.length > 1) results.push(path)
      else parts.push(await readFile(files, path))
    }
    const dataset = parts.length === 1 ? parts[0]! : together(parts)
    if (results.length === 0) return dataset
    const predicted = []
    for (const path of results) predicted.push(readCocoResults(await files.text(path), dataset, path))
    const objects = [dataset, ...predicted].flatMap(({ objects }) => objects)
    return { ...dataset, objects: objects.map((object, k) => ({ ...object, id: k + 1 })) }
  },

  write(annotations, options) {
    const losses: Loss[] = []
    const photos = annotations.images.map(image => ({ photo: image.file, path: `images/${inSplit(image)}` }))
    const files = splitsOf(annotations).map(({ split, part }) => {
      const objects = rewritten(part, options, losses)
      // Names count from images, or from images/SPLIT.
      const images = part.images.map(image => ({
        ...image,
        file: inSplit(image).slice(split === undefined ? 0 : split.length + 1),
      }))
      const path = split === undefined ? 'instances.json' : `annotations/instances_${split}.json`
      return { path, content: writeCoco({ images, categories: part.categories, objects }) }
    })
    return {
      files,
      photos,
      losses,
    }
  },
}

const datasetSchema = v.looseObject({ images: v.array(v.unknown()), annotations: v.array(v.unknown()) })

/** A file that COCO names after a part of the data is that part. */
async function readFile(files: FileSet, path: string): Promise<ReadAnnotations> {
  const read = readCocoSource(await files.json(path))
  const split = /(?:^|\/)instances_([^/]+)\.json$/.exec(path)?.[1]
  return split === undefined ? read : { ...read, images: read.images.map(image => ({ ...image, split })) }
}

/** Several files as one: photos and objects are numbered anew, classes are those of the same name. */
function together(parts: readonly ReadAnnotations[]): ReadAnnotations {
  const categories = new Map<string, CategoryRecord>()
  // Numbers stay what they are while they are free.
  const taken = new Set<number>()
  let largest = 0
  const images: ImageRecord[] = []
  const objects: ObjectRecord[] = []
  for (const part of parts) {
    const imageIds = new Map<number, number>()
    for (const image of part.images) {
      imageIds.set(image.id, images.length + 1)
      images.push({ ...image, id: images.length + 1 })
    }
    const categoryIds = new Map<number, number>()
    for (const category of part.categories) {
      if (!categories.has(category.name)) {
        const id = taken.has(category.id) ? largest + 1 : category.id
        categories.set(category.name, { ...category, id })
        taken.add(id)
        largest = Math.max(largest, id)
      }
      categoryIds.set(category.id, categories.get(category.name)!.id)
    }
    for (const object of part.objects)
      objects.push({
        ...object,
        id: objects.length + 1,
        image: imageIds.get(object.image)!,
        ...(object.category !== undefined && { category: categoryIds.get(object.category)! }),
      })
  }
  return { images, categories: [...categories.values()], objects, notes: parts.flatMap(({ notes }) => notes) }
}

function splitsOf(annotations: Annotations): { split: string | undefined; part: Annotations }[] {
  const splits = [...new Set(annotations.images.map(({ split }) => split))]
  return splits.map(split => {
    const images = annotations.images.filter(image => image.split === split)
    const ids = new Set(images.map(({ id }) => id))
    const objects = annotations.objects.filter(({ image }) => ids.has(image))
    return { split, part: { ...annotations, images, objects } }
  })
}

/** The objects with their segmentations in the form that is asked for. */
function rewritten(
  { images, objects }: Annotations,
  { coco, tolerance }: FormatOptions,
  losses: Loss[],
): ObjectRecord[] {
  const imageOf = new Map(images.map(image => [image.id, image]))
  return objects.map(object => {
    const image = imageOf.get(object.image)!
    const shape = shapeFor(object, image)
    // What was measured on other pixels is measured again.
    const { area: _, ...rest } = object
    return shape === object.shape ? object : { ...rest, shape }
  })

  function shapeFor(object: ObjectRecord, image: ImageRecord): ObjectShape {
    const { shape } = object
    if (shape.type === 'box') return shape
    if (coco === 'polygons') {
      const { parts, iou } = outlinesOf(object, image, tolerance)
      if (iou < 1) losses.push({ photo: image.file, object: object.id, reason: 'tolerance', iou })
      return parts.length === 0 ? shape : { type: 'outlines', parts }
    }
    if (shape.type === 'outlines' && coco === 'runs') return shape
    const mask = maskOf(object, image)!
    const { size, counts } = mask.toRle()
    return { type: 'runs', rle: { size, counts: coco === 'plain' ? [...mask.counts] : counts } }
  }
}
