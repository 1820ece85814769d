import * as v from 'valibot'
import type { Box, Point } from '../image/index.ts'
import { type Mask, middleExtremePoints } from '../mask/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { readCoco } from './coco.ts'
import { JsonSource, textOf } from './json-source.ts'
import { readPointsCsv, writePointsCsv } from './points-csv.ts'
import type { ObjectRequest, PointsRequest } from './points-request.ts'
import { type Annotations, maskOf, type ObjectRecord, type Rectangle } from './record.ts'

/** The kinds of files that say where objects are. */
export type PointsFormat = 'json' | 'ndjson' | 'csv' | 'coco'

const finite = v.pipe(v.number(), v.finite())
const requestSchema = v.object({
  image: v.pipe(v.string(), v.minLength(1)),
  objects: v.array(
    v.object({
      points: v.optional(v.array(v.tuple([finite, finite]))),
      box: v.optional(v.tuple([finite, finite, finite, finite])),
      id: v.optional(v.pipe(v.number(), v.integer())),
      class: v.optional(v.string()),
    }),
  ),
})

/**
 * Reads which objects are wanted of which images.
 *
 * - JSON: `{"image": "a.jpg", "objects": [{"points": [[10, 40], [50, 4], [95, 38], [52, 120]], "class": "bear"}]}`, or a
 *   list of such; points may be more than four; `"box": [x, y, width, height]` beside them or in their place
 * - NDJSON: one such object a line
 * - CSV: a row for every object, with columns image, x1, y1, …, x4, y4 (and more), or image, points
 *   ("10,40 50,4 95,38 52,120"), and perhaps class and id
 * - COCO: every object that is no crowd: by its extreme_points, else those of its mask, else its box
 *
 * @param file    its name, for messages, and for the format where none is given
 * @param format  by default by the name's ending, or by how the text begins
 * @throws AnnotationFileError that names what is wrong, in which line and column, and what was expected
 */
export function readPoints(
  input: string | Uint8Array,
  file?: string,
  format?: PointsFormat,
): PointsRequest[] {
  const prefix = file === undefined ? 'points' : `points: ${file}`
  const text = textOf(input, prefix)
  const chosen = format ?? formatOf(text, file)
  const requests =
    chosen === 'csv'
      ? readPointsCsv(text, prefix)
      : chosen === 'ndjson'
        ? readLines(text, prefix)
        : chosen === 'coco'
          ? pointsOf(readCoco(text, file))
          : readJson(text, prefix)
  if (requests.every(request => request.objects.length === 0))
    throw new AnnotationFileError(`${prefix}: no objects in it, expected one or more`)
  return requests
}

/** Writes requests as JSON, NDJSON or CSV. CSV has no place for boxes, nor for images of which nothing is wanted. */
export function writePoints(
  requests: readonly PointsRequest[],
  format: Exclude<PointsFormat, 'coco'>,
): string {
  if (format === 'csv') return writePointsCsv(requests)
  const lines = requests.map(({ image, objects }) =>
    JSON.stringify({
      image,
      objects: objects.map(({ points, box, ...rest }) => ({
        ...(points && { points: points.map(({ x, y }) => [x, y]) }),
        ...(box && { box: [box.x0, box.y0, box.x1 - box.x0 + 1, box.y1 - box.y0 + 1] }),
        ...rest,
      })),
    }),
  )
  return format === 'ndjson' ? lines.map(line => `${line}\n`).join('') : `[\n${lines.join(',\n')}\n]\n`
}

/** What is wanted when every object of a set of annotations is: crowds and objects without pixels are left out. */
export function pointsOf({ images, categories, objects }: Annotations): PointsRequest[] {
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  const wanted = new Map(images.map(image => [image.id, [] as ObjectRequest[]]))
  const imageOf = new Map(images.map(image => [image.id, image]))
  for (const object of objects) {
    if (object.crowd) continue
    const place = placeOf(object, () => maskOf(object, imageOf.get(object.image)!))
    const name = names.get(object.category ?? Number.NaN)
    if (place)
      wanted.get(object.image)!.push({ ...place, id: object.id, ...(name !== undefined && { class: name }) })
  }
  return images.map(({ id, file }) => ({ image: file, objects: wanted.get(id)! }))
}

function placeOf(
  { shape, points, box }: ObjectRecord,
  mask: () => Mask | undefined,
): Pick<ObjectRequest, 'points' | 'box'> | undefined {
  if (points && points.length >= 4) return { points }
  if (shape.type === 'box') return box && { box: pixelsInside(box) }
  const extreme = extremePointsOf(mask()!)
  return extreme && { points: extreme }
}

/** Of every side the middle extreme pixel; only the pixels along the four sides of the box are looked at. */
function extremePointsOf(mask: Mask): Point[] | undefined {
  const { box } = mask
  if (box === undefined) return undefined
  const { x0, y0, x1, y1 } = box
  return [
    middleExtremePoints(mask.toBitmap({ x0, y0, x1: x0, y1 }))[0],
    middleExtremePoints(mask.toBitmap({ x0, y0, x1, y1: y0 }))[2],
    middleExtremePoints(mask.toBitmap({ x0: x1, y0, x1, y1 }))[1],
    middleExtremePoints(mask.toBitmap({ x0, y0: y1, x1, y1 }))[3],
  ]
}

/** The pixels that a rectangle touches. */
function pixelsInside({ x, y, width, height }: Rectangle): Box {
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  return { x0, y0, x1: Math.max(x0, Math.ceil(x + width) - 1), y1: Math.max(y0, Math.ceil(y + height) - 1) }
}

function formatOf(text: string, file = ''): PointsFormat {
  if (/\.(csv|tsv)$/i.test(file)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(file)) return 'ndjson'
  if (!/\.json$/i.test(file) && !/^\s*[[{]/.test(text)) return 'csv'
  if (/^\s*\{/.test(text) && /"annotations"\s*:\s*\[/.test(text)) return 'coco'
  // Within one JSON value a comma stands between two objects.
  return /\}[ \t\r]*\n\s*\{/.test(text) ? 'ndjson' : 'json'
}

function readJson(text: string, prefix: string): PointsRequest[] {
  const source = new JsonSource(text, prefix)
  if (!Array.isArray(source.value)) return [readRequest(source, source.value, [])]
  return source.value.map((value, i) => readRequest(source, value, [i]))
}

function readLines(text: string, prefix: string): PointsRequest[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const source = new JsonSource(line, prefix, i + 1)
    return [readRequest(source, source.value, [])]
  })
}

function readRequest(source: JsonSource, value: unknown, path: readonly (string | number)[]): PointsRequest {
  const { image, objects } = source.check(requestSchema, value, path)
  return {
    image,
    objects: objects.map(({ points, box, id, class: name }, i) => {
      const at = [...path, 'objects', i]
      if (points === undefined && box === undefined)
        source.fail(at, `object ${i + 1} of "${image}" has neither points nor box`)
      if (points !== undefined && points.length < 4)
        source.fail(
          [...at, 'points'],
          `object ${i + 1} of "${image}" has ${points.length} points, expected 4 or more`,
        )
      if (box !== undefined && !(box[2] >= 1 && box[3] >= 1))
        source.fail(
          [...at, 'box'],
          `the box of object ${i + 1} of "${image}" is ${box[2]} wide and ${box[3]} high, expected [x, y, width, height]`,
        )
      return {
        ...(points && { points: points.map(([x, y]) => ({ x, y })) }),
        ...(box && { box: { x0: box[0], y0: box[1], x1: box[0] + box[2] - 1, y1: box[1] + box[3] - 1 } }),
        ...(id !== undefined && { id }),
        ...(name !== undefined && { class: name }),
      }
    }),
  }
}
