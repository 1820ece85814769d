import * as v from 'valibot'
import {
  type ClassRecord,
  classSchema,
  type Id,
  type ImageRecord,
  imageSchema,
  type ObjectRecord,
  objectSchema,
} from '../document/index.ts'
import type { Numbered, ObjectForCoco } from './rows.ts'

// A snapshot is a COCO file, with the rest of the document under "dextr" keys. It is laid out so that a part can be
// written anew while the rest is copied: a line for each image, class and object, the objects of an image together,
// and in the last line a checksum of all lines before.

export const snapshotName = 'annotations.dextr.json'

/** What a snapshot says of itself. */
export type SnapshotHead = {
  readonly format: 1
  /** Of which store it is. */
  readonly store: Id
  /** The last edit that is in it. */
  readonly version: number
  /** Stores that this one was rebuilt from, with the last edit that came from each; the nearest last. */
  readonly ancestors: readonly { readonly store: Id; readonly version: number }[]
}

/** A snapshot that cannot be read as one; the message says why, and what can be done. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

export const beginning = (head: SnapshotHead, images: readonly string[], classes: readonly string[]) =>
  `{"info": {"description": "Written by dextr, which keeps it up to date. COCO, and the rest under \\"dextr\\"."},
"dextr": ${JSON.stringify(head)},
"images": [${images.map(line => `\n${line}`).join(',')}
],
"categories": [${classes.map(line => `\n${line}`).join(',')}
],
${annotations}`

/** After it every annotation is a line of its own: a comma, unless it is the first, then the line break, then it. */
const annotations = '"annotations": ['

export const middle = '\n],\n'

/** The last line. */
export const ending = (checksum: number) => `"dextr_checksum": "${checksum.toString(16).padStart(8, '0')}"}\n`

export const imageLine = ({ number, path, width, height, ...dextr }: Numbered<ImageRecord>) =>
  JSON.stringify({ id: number, file_name: path, width, height, dextr })

export const classLine = ({ number, name, ...dextr }: Numbered<ClassRecord>) =>
  JSON.stringify({ id: number, name, dextr })

export function objectLine({
  number,
  imageNumber,
  classNumber,
  image: _,
  class: __,
  mask,
  area,
  bbox,
  score,
  ...dextr
}: ObjectForCoco): string {
  return JSON.stringify({
    id: number,
    image_id: imageNumber,
    ...(classNumber !== null && { category_id: classNumber }),
    segmentation: mask ?? [],
    ...(bbox && { bbox }),
    area,
    iscrowd: 0,
    ...(score !== null && { score }),
    dextr,
  })
}

/** The number of the image in the beginning of a line of objectLine; undefined in other lines. */
export function imageOfLine(line: string): number | undefined {
  const image = /^\{"id":\d+,"image_id":(\d+),/.exec(line)?.[1]
  return image === undefined ? undefined : Number(image)
}

/** What the line of the head says; undefined for other lines. */
export function headOfLine(line: string): SnapshotHead | undefined {
  const json = /^"dextr": (\{.*\}),$/.exec(line)?.[1]
  return json === undefined ? undefined : (JSON.parse(json) as SnapshotHead)
}

const number = v.pipe(v.number(), v.integer(), v.minValue(1))
const extras = v.record(v.string(), v.unknown())
const version = v.pipe(v.number(), v.integer(), v.minValue(0))
const headSchema = v.object({
  format: v.literal(1),
  store: v.string(),
  version,
  ancestors: v.array(v.object({ store: v.string(), version })),
})
const fileSchema = v.object({
  dextr: headSchema,
  images: v.array(
    v.object({ id: number, file_name: v.unknown(), width: v.unknown(), height: v.unknown(), dextr: extras }),
  ),
  categories: v.array(v.object({ id: number, name: v.unknown(), dextr: extras })),
  annotations: v.array(
    v.object({
      id: number,
      image_id: number,
      category_id: v.optional(number),
      segmentation: v.unknown(),
      score: v.optional(v.unknown(), null),
      dextr: extras,
    }),
  ),
})

export type SnapshotContent = {
  readonly head: SnapshotHead
  readonly images: readonly Numbered<ImageRecord>[]
  readonly classes: readonly Numbered<ClassRecord>[]
  readonly objects: readonly Numbered<ObjectRecord>[]
}

/**
 * Everything that a snapshot holds.
 *
 * @throws SnapshotError that names the first thing that is not as it has to be
 */
export function parseSnapshot(text: string): SnapshotContent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new SnapshotError(`no JSON: ${(error as Error).message}`)
  }
  const file = check(fileSchema, json, 'the file')
  const imageIds = new Map<number, Id>()
  const classIds = new Map<number, Id>()
  const images = file.images.map(({ id, file_name, width, height, dextr }) => {
    const image = check(imageSchema, { ...dextr, path: file_name, width, height }, `image ${id}`)
    imageIds.set(id, image.id)
    return { ...image, number: id }
  })
  const classes = file.categories.map(({ id, name, dextr }) => {
    const category = check(classSchema, { ...dextr, name }, `category ${id}`)
    classIds.set(id, category.id)
    return { ...category, number: id }
  })
  const objects = file.annotations.map(({ id, image_id, category_id, segmentation, score, dextr }) => {
    const place = `annotation ${id}`
    const fields = {
      ...dextr,
      image: imageIds.get(image_id),
      class: category_id === undefined ? null : classIds.get(category_id),
      mask: Array.isArray(segmentation) && segmentation.length === 0 ? null : segmentation,
      score,
    }
    return { ...check(objectSchema, fields, place), number: id }
  })
  return { head: file.dextr, images, classes, objects }
}

function check<T extends v.GenericSchema>(schema: T, value: unknown, place: string): v.InferOutput<T> {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const path = (issue.path ?? []).map(({ key }) => String(key)).join('.')
  throw new SnapshotError(`${place}${path && `, ${path}`}: ${issue.message}`)
}
