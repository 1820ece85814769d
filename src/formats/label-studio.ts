import * as v from 'valibot'
import type { Ring } from '../mask/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { packBrush, unpackBrush } from './brush-runs.ts'
import { classNames, objectsByImage } from './by-image.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, FormatOptions, Loss } from './format.ts'
import { type JsonSource, written } from './json-source.ts'
import { boxOf, cornersOf, isPlain, outlinesOf, turned } from './outlines.ts'
import { insidePath, join, nameOf, posix } from './paths.ts'
import { placeOf } from './photo-place.ts'
import {
  type Annotations,
  furthest,
  type ImageRecord,
  maskOf,
  type ObjectRecord,
  type ObjectShape,
} from './record.ts'
import { RowRuns, rowToggles } from './row-runs.ts'
import { ofShare, shareOf } from './shares.ts'
import { escapeXml, type Fail, walkXml } from './xml-walk.ts'

/**
 * Label Studio's JSON of tasks, one for every photo, and its labelling configuration, which has the classes in their
 * order. Objects with holes or of several parts are strokes of the brush, others polygons; places are shares of the
 * photo in percent. A task whose objects all have a score is a prediction, any other an annotation.
 *
 * @see https://labelstud.io/guide/task_format, label-studio-converter's brush.py for the brush
 */
export const labelStudio: AnnotationFormat = {
  name: 'label-studio',
  label: 'Label Studio JSON',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: true,
    scores: true,
    points: false,
    undecided: false,
    classless: false,
    overlaps: true,
  },

  async detect(files) {
    const [first] = files.matching(/\.json$/i)
    const value = first === undefined ? undefined : await files.peek(first)
    return v.is(v.pipe(v.array(v.looseObject({ data: v.looseObject({}) })), v.minLength(1)), value)
  },

  async read(files) {
    const collected = new Collector()
    for (const path of files.matching(/\.xml$/i)) await readConfig(files, path, collected)
    for (const path of files.matching(/\.json$/i)) await readTasks(files, path, collected)
    return collected.result()
  },

  write(annotations, options) {
    const losses: Loss[] = []
    const nameOfClass = classNames(annotations)
    const tasks: string[] = []
    const photos = []
    for (const [image, objects] of objectsByImage(annotations)) {
      const { width, height, split } = image
      const place = placeOf(image, options, join('images', insidePath(image.file)))
      photos.push(place)
      const result = objects.flatMap(object =>
        resultFor(object, image, nameOfClass(object)!, options, losses),
      )
      const predicted = objects.length > 0 && objects.every(({ score }) => score !== undefined)
      const score = objects.reduce((least, { score = 1 }) => Math.min(least, score), 1)
      tasks.push(
        JSON.stringify({
          id: image.id,
          data: { image: place.path, width, height, ...(split !== undefined && { split }) },
          annotations: predicted ? [] : [{ result, was_cancelled: false, ground_truth: false }],
          predictions: predicted ? [{ model_version: 'dextr', score, result }] : [],
        }),
      )
    }
    return {
      files: [
        { path: 'tasks.json', content: `[\n${tasks.join(',\n')}\n]\n` },
        { path: 'label_config.xml', content: configFor(annotations) },
      ],
      photos,
      losses,
    }
  },
}

/** The control tags, which results name. */
const tags = { RectangleLabels: 'box', PolygonLabels: 'polygon', BrushLabels: 'brush' } as const

function configFor({ categories }: Annotations): string {
  const labels = categories.map(({ name }) => `    <Label value="${escapeXml(name)}"/>\n`).join('')
  const controls = Object.entries(tags).map(
    ([tag, name]) => `  <${tag} name="${name}" toName="image">\n${labels}  </${tag}>\n`,
  )
  return `<View>\n  <Image name="image" value="$image"/>\n${controls.join('')}</View>\n`
}

function resultFor(
  object: ObjectRecord,
  image: ImageRecord,
  label: string,
  { tolerance }: FormatOptions,
  losses: Loss[],
): object[] {
  const { width, height } = image
  const result = (tag: keyof typeof tags, value: object) => [
    {
      id: `object-${object.id}`,
      type: tag.toLowerCase(),
      from_name: tags[tag],
      to_name: 'image',
      original_width: width,
      original_height: height,
      image_rotation: 0,
      ...(object.score !== undefined && { score: object.score }),
      value: { ...value, [tag.toLowerCase()]: [label] },
    },
  ]
  const lose = (reason: Loss['reason'], iou: number) =>
    losses.push({ photo: image.file, object: object.id, reason, iou })
  if (object.crowd) {
    lose('crowd', 0)
    return []
  }
  if (object.shape.type === 'box') {
    const box = boxOf(object, image)!
    const [x, w] = [box.x, box.width].map(value => shareOf(value, width, 100))
    const [y, h] = [box.y, box.height].map(value => shareOf(value, height, 100))
    return result('RectangleLabels', { x, y, width: w, height: h, rotation: 0 })
  }
  const { parts, iou } = outlinesOf(object, image, tolerance)
  if (parts.length === 0) {
    lose('empty', 0)
    return []
  }
  if (isPlain(parts)) {
    if (iou < 1) lose('tolerance', iou)
    const { outer } = parts[0]!
    const points = Array.from({ length: outer.length / 2 }, (_, k) => [
      shareOf(outer[2 * k]!, width, 100),
      shareOf(outer[2 * k + 1]!, height, 100),
    ])
    return result('PolygonLabels', { points, closed: true })
  }
  const rle = packBrush(rowToggles(maskOf(object, image)!), width * height)
  return result('BrushLabels', { format: 'rle', rle })
}

const finite = v.pipe(v.number(), v.minValue(-furthest), v.maxValue(furthest))
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))
const runSchema = v.object({
  result: v.array(v.unknown()),
  was_cancelled: v.nullish(v.boolean()),
  score: v.nullish(v.number()),
})
const taskSchema = v.object({
  data: v.record(v.string(), v.unknown()),
  annotations: v.nullish(v.array(runSchema), []),
  predictions: v.nullish(v.array(runSchema), []),
})
const resultSchema = v.object({
  type: v.string(),
  original_width: v.nullish(side),
  original_height: v.nullish(side),
  score: v.nullish(v.pipe(v.number(), v.finite())),
  value: v.record(v.string(), v.unknown()),
})
const labelsSchema = v.pipe(v.array(v.string()), v.minLength(1))
const pointsSchema = v.pipe(v.array(v.tuple([finite, finite])), v.minLength(3))
const boxSchema = v.object({
  x: finite,
  y: finite,
  width: finite,
  height: finite,
  rotation: v.nullish(finite),
})

type Place = readonly (string | number)[]

async function readTasks(files: FileSet, path: string, collected: Collector): Promise<void> {
  const source: JsonSource = await files.json(path)
  const tasks = source.check(v.array(v.unknown()), source.value, [])
  for (const [k, value] of tasks.entries()) {
    const { data, annotations, predictions } = source.check(taskSchema, value, [k])
    // What a person accepted goes before what a model said.
    const accepted = annotations.findIndex(({ was_cancelled }) => !was_cancelled)
    const kind = accepted >= 0 ? 'annotations' : 'predictions'
    const index = Math.max(accepted, 0)
    const run = (accepted >= 0 ? annotations : predictions)[index]
    const others = annotations.filter((one, i) => i !== accepted && !one.was_cancelled).length
    if (others > 0) collected.leaveOut('annotations of tasks that have another', others)
    const at = [k, kind, index, 'result']
    const results = (run?.result ?? []).map((result, i) => source.check(resultSchema, result, [...at, i]))
    const image = await imageOf(data, results, files, source, [k, 'data'], collected)
    if (image === undefined) {
      collected.leaveOut('photos of unknown size')
      continue
    }
    for (const [i, result] of results.entries()) {
      const shape = shapeIn(result, image, source, [...at, i, 'value'])
      if (shape === undefined) {
        collected.leaveOut(`results of type ${JSON.stringify(result.type)}`)
        continue
      }
      const score = result.score ?? (kind === 'predictions' ? run?.score : undefined)
      collected.addObject({
        image: image.id,
        category: collected.category(labelOf(result, source, [...at, i, 'value'])),
        ...shape,
        ...(score != null && { score }),
      })
    }
  }
}

type Result = v.InferOutput<typeof resultSchema>

/** The photo of a task. Its size is that of the results, of our own exports, or of the photo itself. */
async function imageOf(
  data: Readonly<Record<string, unknown>>,
  results: readonly Result[],
  files: FileSet,
  source: JsonSource,
  at: Place,
  collected: Collector,
): Promise<ImageRecord | undefined> {
  const key = 'image' in data ? 'image' : Object.keys(data).find(name => typeof data[name] === 'string')
  const named = key === undefined ? undefined : data[key]
  if (typeof named !== 'string' || named === '')
    return source.fail(at, `${written(at)} names no image, expected {"image": "photo.jpg"}`)
  const file = photoOf(named)
  const stated = results.find(({ original_width, original_height }) => original_width && original_height)
  const own = v.safeParse(v.object({ width: side, height: side }), data)
  const size = stated
    ? { width: stated.original_width!, height: stated.original_height! }
    : own.success
      ? own.output
      : await files.size(file)
  if (size === undefined) return undefined
  const { split } = data
  return collected.addImage(
    { file, width: size.width, height: size.height, ...(typeof split === 'string' && { split }) },
    problem => source.fail([...at, key!], problem),
  )
}

/** The path in what a task calls its image: of local files what follows "?d=", of uploads and addresses the name. */
function photoOf(image: string): string {
  const local = /[?&]d=([^&]*)/.exec(image)?.[1]
  if (local !== undefined) return posix(decoded(local)).replace(/^\//, '')
  // Label Studio puts eight letters before the names of uploads.
  if (/^\/data\/upload\//.test(image)) return nameOf(decoded(image)).replace(/^[0-9a-f]{8}-/, '')
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(image)) return nameOf(decoded(image.replace(/[?#].*$/, '')))
  return posix(image)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function labelOf({ type, value }: Result, source: JsonSource, at: Place): string {
  const labels = value[type] ?? value.labels
  return source.check(labelsSchema, labels, [...at, type])[0]!
}

function shapeIn(
  { type, value }: Result,
  image: ImageRecord,
  source: JsonSource,
  at: Place,
): { shape: ObjectShape; box?: NonNullable<ObjectRecord['box']> } | undefined {
  const { width, height } = image
  if (/^polygon(labels)?$/.test(type)) {
    const points = source.check(pointsSchema, value.points, [...at, 'points'])
    return outlined(points.flatMap(([x, y]) => [ofShare(x, width, 100), ofShare(y, height, 100)]))
  }
  if (/^rectangle(labels)?$/.test(type)) {
    const shares = source.check(boxSchema, value, at)
    const box = {
      x: ofShare(shares.x, width, 100),
      y: ofShare(shares.y, height, 100),
      width: ofShare(shares.width, width, 100),
      height: ofShare(shares.height, height, 100),
    }
    return shares.rotation
      ? outlined(turned(cornersOf(box), shares.rotation, box))
      : { shape: { type: 'box' }, box }
  }
  if (!/^brush(labels)?$/.test(type)) return undefined
  const rle = value.rle
  const byteAt = (byte: unknown) => typeof byte === 'number' && byte >= 0 && byte <= 255
  if (!Array.isArray(rle) || !rle.every(byteAt))
    return source.fail([...at, 'rle'], `${written([...at, 'rle'])} is no list of numbers from 0 to 255`)
  const runs = new RowRuns(image, { x: 0, y: 0, width, height })
  try {
    unpackBrush(rle, width * height, (start, end) => runs.add(start, end))
  } catch (error) {
    return source.fail([...at, 'rle'], `${written([...at, 'rle'])}: ${(error as Error).message}`)
  }
  return { shape: { type: 'runs', rle: runs.mask().toRle() } }
}

const outlined = (outer: Ring) => ({
  shape: { type: 'outlines' as const, parts: [{ outer, holes: [] }] },
})

/** Takes the classes of a labelling configuration, in its order. */
async function readConfig(files: FileSet, path: string, collected: Collector): Promise<void> {
  const fail: Fail = problem => {
    throw new AnnotationFileError(`${path}: ${problem}`)
  }
  walkXml(await files.text(path), 'View', fail, {
    open(open, attributes) {
      if (open.at(-1) === 'Label' && attributes.value) collected.category(attributes.value)
    },
    close() {},
  })
}
