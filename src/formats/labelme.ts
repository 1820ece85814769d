import * as v from 'valibot'
import { readIndexPng, writeGreyPng } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { classNames, objectsByImage } from './by-image.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, FormatOptions, Loss, OutputFile } from './format.ts'
import { type JsonSource, written } from './json-source.ts'
import { boxOf, cornersOf, outlinesOf, rectangleOf } from './outlines.ts'
import { folderOf, nameOf, posix, relativePath, resolvePath, stemOf } from './paths.ts'
import { inSplit, placeOf } from './photo-place.ts'
import { furthest, type ImageRecord, maskOf, type ObjectRecord, type ObjectShape } from './record.ts'
import { rounded } from './shares.ts'
import { united } from './united.ts'

/**
 * labelme's JSON, a file beside every photo. Objects with holes are shapes of type "mask", others polygons; parts
 * have a common group_id. A score is a key of its own, which labelme keeps and X-AnyLabeling reads.
 *
 * @see https://github.com/wkentaro/labelme, labelme/_label_file.py, versions 5 to 7
 */
export const labelme: AnnotationFormat = {
  name: 'labelme',
  label: 'labelme JSON',
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
    return v.is(v.looseObject({ shapes: v.array(v.unknown()) }), value)
  },

  async read(files) {
    const collected = new Collector()
    for (const path of files.matching(/\.json$/i)) await readFile(files, path, collected)
    return collected.result()
  },

  write(annotations, options) {
    const nameOfClass = classNames(annotations)
    const losses: Loss[] = []
    const files: OutputFile[] = []
    const photos = []
    for (const [image, objects] of objectsByImage(annotations)) {
      const beside = inSplit(image)
      const path = `${stemOf(beside)}.json`
      const photo = placeOf(image, options, beside)
      photos.push(photo)
      const imagePath = photo.path === beside ? nameOf(beside) : relativePath(folderOf(path), photo.path)
      const shapes = objects.flatMap((object, k) =>
        shapesFor(object, image, nameOfClass(object)!, k + 1, options, losses),
      )
      files.push({ path, content: fileFor(shapes, imagePath, image) })
    }
    return { files, photos, losses }
  },
}

type Shape = {
  readonly label: string
  readonly points: readonly (readonly [number, number])[]
  readonly group_id: number | null
  readonly shape_type: 'polygon' | 'rectangle' | 'mask'
  readonly mask?: string
}

function shapesFor(
  object: ObjectRecord,
  image: ImageRecord,
  label: string,
  group: number,
  { tolerance }: FormatOptions,
  losses: Loss[],
): object[] {
  const finish = (shape: Shape) => ({
    ...shape,
    description: '',
    flags: object.crowd ? { crowd: true } : {},
    mask: shape.mask ?? null,
    ...(object.score !== undefined && { score: object.score }),
  })
  const lose = (reason: Loss['reason'], iou: number) =>
    losses.push({ photo: image.file, object: object.id, reason, iou })
  if (object.shape.type === 'box') {
    const corners = cornersOf(boxOf(object, image)!)
    const points = [pairs(corners)[0]!, pairs(corners)[2]!]
    return [finish({ label, points, group_id: null, shape_type: 'rectangle' })]
  }
  const { parts, iou } = outlinesOf(object, image, tolerance)
  if (parts.length === 0) {
    lose('empty', 0)
    return []
  }
  if (parts.some(({ holes }) => holes.length > 0)) {
    const mask = maskOf(object, image)!
    const { x0, y0, x1, y1 } = mask.box!
    const png = toBase64(writeGreyPng(mask.toBitmap(mask.box)))
    const points = [[x0, y0] as const, [x1, y1] as const]
    return [finish({ label, points, group_id: null, shape_type: 'mask', mask: png })]
  }
  if (iou < 1) lose('tolerance', iou)
  return parts.map(({ outer }) =>
    finish({
      label,
      points: pairs(outer),
      group_id: parts.length > 1 ? group : null,
      shape_type: 'polygon',
    }),
  )
}

/** Line breaks where labelme's own files are read by people, and none inside lists of points. */
function fileFor(shapes: readonly object[], imagePath: string, { width, height }: ImageRecord): string {
  const list = shapes.map(shape => `\n    ${JSON.stringify(shape)}`).join(',')
  return `{
  "version": "5.5.0",
  "flags": {},
  "shapes": [${list}${list && '\n  '}],
  "imagePath": ${JSON.stringify(imagePath)},
  "imageData": null,
  "imageHeight": ${height},
  "imageWidth": ${width}
}
`
}

const pairs = (ring: readonly number[]) =>
  Array.from(
    { length: ring.length / 2 },
    (_, k) => [rounded(ring[2 * k]!), rounded(ring[2 * k + 1]!)] as const,
  )

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))
const coordinate = v.pipe(v.number(), v.minValue(-furthest), v.maxValue(furthest))
const fileSchema = v.object({
  shapes: v.array(v.unknown()),
  imagePath: v.pipe(v.string(), v.minLength(1)),
  imageHeight: v.nullish(side),
  imageWidth: v.nullish(side),
})
const shapeSchema = v.object({
  label: v.string(),
  // Files of labelme 3 have none, and only polygons.
  shape_type: v.nullish(v.string(), 'polygon'),
  points: v.array(v.tuple([coordinate, coordinate])),
  group_id: v.nullish(v.pipe(v.number(), v.integer())),
  flags: v.nullish(v.record(v.string(), v.unknown())),
  mask: v.nullish(v.string()),
  score: v.nullish(v.pipe(v.number(), v.finite())),
})

type ReadShape = v.InferOutput<typeof shapeSchema>

async function readFile(files: FileSet, path: string, collected: Collector): Promise<void> {
  const source: JsonSource = await files.json(path)
  const { shapes, imagePath, imageWidth, imageHeight } = source.check(fileSchema, source.value, [])
  const file = resolvePath(folderOf(path), posix(imagePath))
  const size = imageWidth && imageHeight ? { width: imageWidth, height: imageHeight } : await files.size(file)
  if (size === undefined)
    source.fail(['imageWidth'], `imageWidth and imageHeight are missing, and "${file}" is not there to look`)
  const split = /^(train|val|validation|test)\//.exec(path)?.[1]
  const image = collected.addImage({ file, ...size, ...(split && { split }) }, problem =>
    source.fail(['imagePath'], problem),
  )

  const groups = new Map<string, Found[]>()
  shapes.forEach((value, k) => {
    const at = ['shapes', k]
    const shape = source.check(shapeSchema, value, at)
    const found = read(shape, image, source, at)
    if (found === undefined) {
      collected.leaveOut(`shapes of type ${JSON.stringify(shape.shape_type)}`)
      return
    }
    // Only what has pixels can be a part of something; boxes of a group stay boxes.
    const key =
      shape.group_id == null || found.shape.type === 'box' ? `shape ${k}` : `${shape.group_id} ${shape.label}`
    const group = groups.get(key)
    if (group) group.push(found)
    else groups.set(key, [found])
  })
  for (const group of groups.values()) {
    const { label, score, flags } = group[0]!.from
    collected.addObject({
      image: image.id,
      category: collected.category(label),
      shape: united(
        group.map(({ shape }) => shape),
        image,
      ),
      ...(group[0]!.box && { box: group[0]!.box }),
      ...(flags?.crowd === true && { crowd: true }),
      ...(score != null && { score }),
    })
  }
}

type Found = {
  readonly from: ReadShape
  readonly shape: ObjectShape
  readonly box?: NonNullable<ObjectRecord['box']>
}

function read(
  from: ReadShape,
  image: ImageRecord,
  source: JsonSource,
  at: readonly (string | number)[],
): Found | undefined {
  const { shape_type, points } = from
  const pointsAt = [...at, 'points']
  const ring = points.flat()
  if (shape_type === 'polygon') {
    if (points.length < 3)
      source.fail(pointsAt, `${written(pointsAt)} has ${points.length} corners, expected three or more`)
    return { from, shape: { type: 'outlines', parts: [{ outer: ring, holes: [] }] } }
  }
  if (shape_type === 'rectangle') {
    const box = rectangleOf([ring])
    if (box === undefined) source.fail(pointsAt, `${written(pointsAt)} is empty, expected two corners`)
    return { from, shape: { type: 'box' }, box }
  }
  if (shape_type !== 'mask') return undefined
  const box = rectangleOf([ring])
  if (points.length !== 2 || box === undefined || !ring.every(Number.isInteger))
    source.fail(pointsAt, `${written(pointsAt)} is no pair of whole pixels, the first and the last of a mask`)
  try {
    const { width, height, data } = readIndexPng(fromBase64(from.mask ?? ''))
    // The last column and row are inside.
    if (width !== box.width + 1 || height !== box.height + 1)
      throw new RangeError(`the picture is ${width}×${height}, its place ${box.width + 1}×${box.height + 1}`)
    const inside = Uint8Array.from(data, value => (value === 0 ? 0 : 1))
    const mask = Mask.fromBitmap({ x: box.x, y: box.y, width, height, data: inside }, image)
    return { from, shape: { type: 'runs', rle: mask.toRle() } }
  } catch (error) {
    return source.fail([...at, 'mask'], `${written([...at, 'mask'])}: ${(error as Error).message}`)
  }
}
