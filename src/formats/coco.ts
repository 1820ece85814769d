import * as v from 'valibot'
import type { CocoRle, Ring } from '../mask/index.ts'
import type { ReadAnnotations } from './format.ts'
import { JsonSource, short, textOf, written } from './json-source.ts'
import {
  type Annotations,
  type CategoryRecord,
  furthest,
  type ImageRecord,
  maskOf,
  type ObjectRecord,
  type ObjectShape,
} from './record.ts'

const whole = v.pipe(v.number(), v.integer())
const text = v.string()
const finite = v.pipe(v.number(), v.finite())
/** No camera has more, and no side of a picture in the formats that browsers show. */
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

const imageSchema = v.object({ id: whole, file_name: text, width: side, height: side })
const categorySchema = v.object({ id: whole, name: text, supercategory: v.nullish(text) })
const annotationSchema = v.object({
  id: whole,
  image_id: whole,
  category_id: v.nullish(whole),
  segmentation: v.optional(v.unknown()),
  bbox: v.nullish(v.tuple([finite, finite, finite, finite])),
  area: v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0))),
  iscrowd: v.nullish(v.union([v.picklist([0, 1]), v.boolean()])),
  score: v.nullish(finite),
  extreme_points: v.nullish(v.array(v.tuple([finite, finite]))),
  keypoints: v.optional(v.unknown()),
})
const rleSchema = v.object({ size: v.tuple([side, side]), counts: v.unknown() })
const resultSchema = v.object({ ...annotationSchema.entries, id: v.nullish(whole) })

/** Positions of pixels have to stay whole 32-bit numbers, as in the COCO API. */
const mostPixels = 2 ** 31 - 1

/**
 * Reads a COCO file of instances: polygons, run lengths of either kind, crowds, boxes. Time and memory follow the
 * length of the file; masks are not decoded.
 *
 * @param file  its name, for messages
 * @throws AnnotationFileError that names what is wrong, where, and what was expected
 * @see https://cocodataset.org/#format-data
 */
export function readCoco(input: string | Uint8Array, file?: string): ReadAnnotations {
  return readCocoSource(open(input, file))
}

/** The same of a file that is parsed already. */
export function readCocoSource(source: JsonSource): ReadAnnotations {
  if (Array.isArray(source.value))
    source.fail(
      [],
      'a list, expected an object with images, annotations and categories; results go with their dataset',
    )
  const root = source.check(
    v.object({
      images: v.array(v.unknown()),
      annotations: v.array(v.unknown()),
      categories: v.optional(v.array(v.unknown()), []),
    }),
    source.value,
    [],
  )
  const images = root.images.map((image, i): ImageRecord => {
    const { id, file_name, width, height } = source.check(imageSchema, image, ['images', i])
    if (width * height > mostPixels)
      source.fail(['images', i], `image ${id} is ${width}×${height}, expected at most ${mostPixels} pixels`)
    return { id, file: file_name, width, height }
  })
  const categories = root.categories.map((category, i): CategoryRecord => {
    const { id, name, supercategory } = source.check(categorySchema, category, ['categories', i])
    return { id, name, ...(supercategory != null && { supercategory }) }
  })
  const reader = new AnnotationReader(
    source,
    byId(source, 'images', images),
    byId(source, 'categories', categories),
  )
  const objects = root.annotations.map((annotation, i) => {
    const path = ['annotations', i]
    return reader.read(source.check(annotationSchema, annotation, path), path)
  })
  byId(source, 'annotations', objects)
  return { images, categories, objects, notes: reader.notes() }
}

/**
 * Reads a list of results, the form in which models hand in predictions, for the images of a dataset.
 *
 * @throws AnnotationFileError as readCoco
 */
export function readCocoResults(
  input: string | Uint8Array,
  dataset: Annotations,
  file?: string,
): ReadAnnotations {
  const source = open(input, file)
  const { images, categories } = dataset
  const results = source.check(v.array(v.unknown()), source.value, [])
  const reader = new AnnotationReader(
    source,
    byId(source, 'images', images),
    byId(source, 'categories', categories),
  )
  const objects = results.map((result, i) => {
    const annotation = source.check(resultSchema, result, [i])
    return reader.read({ ...annotation, id: annotation.id ?? i + 1 }, [i])
  })
  return { images, categories, objects, notes: reader.notes() }
}

/**
 * Writes a COCO file, a line for every image, category and annotation. Areas and boxes that are not known are
 * measured. COCO's polygons cannot have holes: outlines with holes are written as run lengths, pixel for pixel.
 */
export function writeCoco({ images, categories, objects }: Annotations): string {
  const imageOf = new Map(images.map(image => [image.id, image]))
  const list = (records: readonly object[]) =>
    `[${records.map(record => `\n${JSON.stringify(record)}`).join(',')}\n]`
  return `{"images": ${list(images.map(({ id, file, width, height }) => ({ id, file_name: file, width, height })))},
"categories": ${list(categories)},
"annotations": ${list(objects.map(object => annotationFor(object, imageOf.get(object.image)!)))}}
`
}

function annotationFor(object: ObjectRecord, image: ImageRecord) {
  const { id, category, shape, box, area, crowd, score, points } = object
  const mask = box === undefined || area === undefined || hasHoles(shape) ? maskOf(object, image) : undefined
  const around = box ?? rectangleAround(mask?.box)
  return {
    id,
    image_id: image.id,
    ...(category !== undefined && { category_id: category }),
    segmentation:
      shape.type === 'box'
        ? []
        : shape.type === 'runs'
          ? shape.rle
          : hasHoles(shape)
            ? mask!.toRle()
            : shape.parts.map(part => part.outer),
    ...(around && { bbox: [around.x, around.y, around.width, around.height] }),
    area: area ?? mask?.area ?? (around ? around.width * around.height : 0),
    iscrowd: Number(crowd),
    ...(score !== undefined && { score }),
    ...(points && { extreme_points: points.map(({ x, y }) => [x, y]) }),
  }
}

const hasHoles = (shape: ObjectShape) =>
  shape.type === 'outlines' && shape.parts.some(part => part.holes.length > 0)

const rectangleAround = (box: { x0: number; y0: number; x1: number; y1: number } | undefined) =>
  box && { x: box.x0, y: box.y0, width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1 }

function open(input: string | Uint8Array, file: string | undefined): JsonSource {
  const prefix = file === undefined ? 'coco' : `coco: ${file}`
  return new JsonSource(textOf(input, prefix), prefix)
}

function byId<T extends { readonly id: number }>(
  source: JsonSource,
  list: string,
  records: readonly T[],
): Map<number, T> {
  const found = new Map<number, T>()
  records.forEach((record, i) => {
    if (found.has(record.id)) source.fail([list, i, 'id'], `two ${list} have the id ${record.id}`)
    found.set(record.id, record)
  })
  return found
}

type Annotation = v.InferOutput<typeof annotationSchema>

/** Turns annotations into records, and counts what records cannot hold. */
class AnnotationReader {
  readonly #source: JsonSource
  readonly #images: ReadonlyMap<number, ImageRecord>
  readonly #categories: ReadonlyMap<number, CategoryRecord>
  #keypoints = 0
  #slivers = 0

  constructor(
    source: JsonSource,
    images: ReadonlyMap<number, ImageRecord>,
    categories: ReadonlyMap<number, CategoryRecord>,
  ) {
    this.#source = source
    this.#images = images
    this.#categories = categories
  }

  read(annotation: Annotation, path: readonly (string | number)[]): ObjectRecord {
    const { id, image_id, category_id, bbox, area, iscrowd, score, extreme_points } = annotation
    const image = this.#images.get(image_id)
    if (image === undefined)
      this.#source.fail(
        [...path, 'image_id'],
        `annotation ${id} is about image ${image_id}, which the file does not define`,
      )
    if (category_id != null && !this.#categories.has(category_id))
      this.#source.fail(
        [...path, 'category_id'],
        `annotation ${id} names category ${category_id}, which the file does not define`,
      )
    if ('keypoints' in annotation) this.#keypoints++
    const shape = this.#shape(annotation, image, path)
    if (shape.type === 'box' && bbox == null)
      this.#source.fail(path, `annotation ${id} has neither segmentation nor bbox`)
    return {
      id,
      image: image_id,
      ...(category_id != null && { category: category_id }),
      shape,
      ...(bbox != null && { box: { x: bbox[0], y: bbox[1], width: bbox[2], height: bbox[3] } }),
      ...(area != null && { area }),
      crowd: Boolean(iscrowd),
      ...(score != null && { score }),
      ...(extreme_points != null && { points: extreme_points.map(([x, y]) => ({ x, y })) }),
    }
  }

  /** What the records do not hold, a sentence each. */
  notes(): string[] {
    return [
      ...(this.#keypoints > 0 ? [`keypoints of ${this.#keypoints} annotations are left out`] : []),
      ...(this.#slivers > 0 ? [`${this.#slivers} polygons of fewer than three corners are left out`] : []),
    ]
  }

  #shape(
    { id, segmentation }: Annotation,
    image: ImageRecord,
    path: readonly (string | number)[],
  ): ObjectShape {
    const at = [...path, 'segmentation']
    if (segmentation == null) return { type: 'box' }
    if (!Array.isArray(segmentation)) return { type: 'runs', rle: this.#runs(segmentation, id, image, at) }
    if (segmentation.length === 0) return { type: 'box' }
    // Some tools leave out the outer brackets around the only polygon.
    const flat = typeof segmentation[0] === 'number'
    const rings = flat
      ? [this.#ring(segmentation, at)]
      : segmentation.map((ring, i) => this.#ring(ring, [...at, i]))
    const real = rings.filter(ring => ring.length >= 6)
    this.#slivers += rings.length - real.length
    return { type: 'outlines', parts: real.map(outer => ({ outer, holes: [] })) }
  }

  // Coordinates are most of a file: they are looked at in place, and not copied.
  #ring(ring: unknown, at: readonly (string | number)[]): Ring {
    if (!Array.isArray(ring))
      this.#source.fail(at, `${written(at)} is ${short(ring)}, expected a list of coordinates`)
    if (ring.length % 2 === 1)
      this.#source.fail(at, `${written(at)} has ${ring.length} coordinates, expected pairs of x and y`)
    const wrong = ring.findIndex(value => !(typeof value === 'number' && Math.abs(value) <= furthest))
    if (wrong >= 0)
      this.#source.fail(
        [...at, wrong],
        `${written([...at, wrong])} is ${short(ring[wrong])}, expected a coordinate from ${-furthest} to ${furthest}`,
      )
    return ring
  }

  #runs(segmentation: unknown, id: number, image: ImageRecord, at: readonly (string | number)[]): CocoRle {
    const { size, counts } = this.#source.check(rleSchema, segmentation, at)
    const [height, width] = size
    if (height !== image.height || width !== image.width)
      this.#source.fail(
        [...at, 'size'],
        `annotation ${id} has run lengths of ${width}×${height}, its image "${image.file}" is ${image.width}×${image.height}`,
      )
    if (typeof counts === 'string') return { size, counts }
    const path = [...at, 'counts']
    if (!Array.isArray(counts))
      this.#source.fail(path, `${written(path)} is ${short(counts)}, expected text or a list of run lengths`)
    const total = counts.reduce<number>((sum, run, i) => {
      if (!(Number.isInteger(run) && run >= 0))
        this.#source.fail(
          [...path, i],
          `${written([...path, i])} is ${short(run)}, expected a whole number from 0`,
        )
      return sum + run
    }, 0)
    if (total !== width * height)
      this.#source.fail(
        path,
        `${written(path)} adds up to ${total}, expected ${height} × ${width} = ${width * height}`,
      )
    return { size, counts }
  }
}
