import * as v from 'valibot'
import { parse, stringify } from 'yaml'
import type { Size } from '../image/index.ts'
import { Mask, type Part, type Ring } from '../mask/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { bridged } from './bridge.ts'
import { objectsByImage } from './by-image.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, FormatOptions, Loss, OutputFile } from './format.ts'
import { boxOf, isPlain, outlinesOf } from './outlines.ts'
import { folderOf, photoName, resolvePath, stemOf } from './paths.ts'
import { inSplit } from './photo-place.ts'
import type { Annotations, ImageRecord, ObjectRecord } from './record.ts'
import { ofShare, shareOf } from './shares.ts'

/**
 * YOLO segmentation: a text file for every photo, a line for every object, its class and the corners of one polygon
 * as shares of width and height; classes in data.yaml. Holes and parts are joined to one line by bridges of no width,
 * as Ultralytics' own converter joins parts. A file mixes no boxes with polygons, since Ultralytics would then take
 * all for boxes: only where nothing but boxes is known are they written, as class, centre and size.
 *
 * @see https://docs.ultralytics.com/datasets/segment
 */
export const yolo: AnnotationFormat = {
  name: 'yolo',
  label: 'YOLO segmentation',
  carries: {
    holes: true,
    parts: true,
    masks: false,
    boxes: false,
    scores: false,
    points: false,
    undecided: false,
    classless: false,
    overlaps: true,
  },

  async detect(files) {
    return (
      files.matching(labelFile).length > 0 && files.matching(/(^|\/)(\w+\.ya?ml|classes\.txt)$/i).length > 0
    )
  },

  read,
  write,
}

/** A label file; "labels" stands where the path of its photo has "images". */
const labelFile = /(^|\/)labels\/.*\.txt$/

function write(annotations: Annotations, { tolerance }: FormatOptions) {
  const { categories, objects } = annotations
  const indexOf = new Map(categories.map(({ id }, k) => [id, k]))
  const asBoxes = objects.length > 0 && objects.every(({ shape }) => shape.type === 'box')
  const losses: Loss[] = []
  const files: OutputFile[] = []
  const photos = []
  for (const [image, list] of objectsByImage(annotations)) {
    const path = `images/${inSplit(image)}`
    photos.push({ photo: image.file, path })
    const lines = list.flatMap(object => {
      const lose = (reason: Loss['reason'], iou: number) => {
        losses.push({ photo: image.file, object: object.id, reason, iou })
        return []
      }
      if (object.crowd) return lose('crowd', 0)
      if (object.shape.type === 'box' && !asBoxes) return lose('box', 0)
      const values = asBoxes ? boxShares(object, image) : polygonShares(object, image, tolerance, lose)
      return values.length > 0 ? [`${indexOf.get(object.category!)} ${values.join(' ')}\n`] : []
    })
    files.push({ path: labelPath(stemOf(path)), content: lines.join('') })
  }
  return {
    files: [{ path: 'data.yaml', content: dataFile(annotations) }, ...files],
    photos,
    losses,
  }
}

function dataFile({ images, categories }: Annotations): string {
  const splits = new Set(images.map(({ split }) => split))
  const folder = (split: string) => (splits.has(split) ? `images/${split}` : undefined)
  const train = folder('train') ?? 'images'
  const data = {
    train,
    // Ultralytics asks for both.
    val: folder('val') ?? folder('validation') ?? train,
    ...(folder('test') && { test: folder('test') }),
    names: new Map(categories.map(({ name }, k) => [k, name])),
  }
  return `# YOLO segmentation. Photos belong in images, beside labels.\n${stringify(data)}`
}

function boxShares(object: ObjectRecord, image: ImageRecord): number[] {
  const { x, y, width, height } = boxOf(object, image)!
  return [
    shareOf(x + width / 2, image.width),
    shareOf(y + height / 2, image.height),
    shareOf(width, image.width),
    shareOf(height, image.height),
  ]
}

function polygonShares(
  object: ObjectRecord,
  image: ImageRecord,
  tolerance: number,
  lose: (reason: Loss['reason'], iou: number) => unknown,
): number[] {
  const { parts, iou } = outlinesOf(object, image, tolerance)
  if (parts.length === 0) lose('empty', 0)
  else if (iou < 1) lose('tolerance', iou)
  const line = lineOf(parts, image)
  return line.map((value, k) => shareOf(value, k % 2 === 0 ? image.width : image.height))
}

/** Parts that lie over each other, as people draw them, would leave gaps as one line: those follow their pixels. */
function lineOf(parts: readonly Part[], image: ImageRecord): Ring {
  const line = bridged(parts)
  if (isPlain(parts)) return line
  const filled = Mask.fromParts(parts, image)
  return Mask.fromPolygons([line], image).equals(filled) ? line : bridged(filled.contours())
}

async function read(files: FileSet) {
  const collected = new Collector()
  const names = await classesOf(files)
  for (const name of names) collected.category(name)
  const labels = new Set(files.matching(labelFile))
  const photoOf = photosByStem(files)
  const splitOf = await splits(files)
  // Photos without a label file are there too: nothing is in them.
  for (const stem of new Set([...photoOf.keys(), ...[...labels].map(path => stemOf(photoPath(path)))])) {
    const path = labels.has(labelPath(stem)) ? labelPath(stem) : undefined
    const file = photoOf.get(stem) ?? `${stem}.jpg`
    const size = await files.size(file)
    if (size === undefined)
      throw new AnnotationFileError(
        `${path ?? file}: corners are shares of the photo, and no photo ${stem}.jpg or .png is there to measure`,
      )
    const split = splitOf(file)
    const image = collected.addImage({ file, ...size, ...(split !== undefined && { split }) })
    if (path !== undefined) readLines(await files.text(path), path, image, names, collected)
  }
  return collected.result()
}

/** "a/labels/train/b.txt" is about "a/images/train/b.jpg": the last folder of that name is exchanged. */
const photoPath = (label: string) => label.replace(/(^|\/)labels\/(?!.*\/labels\/)/, '$1images/')
const labelPath = (stem: string) => `${stem.replace(/(^|\/)images\/(?!.*\/images\/)/, '$1labels/')}.txt`

function photosByStem(files: FileSet): Map<string, string> {
  const photos = files.matching(photoName).filter(path => /(^|\/)images\//.test(path))
  return new Map(photos.map(path => [stemOf(path), path]))
}

function readLines(
  text: string,
  path: string,
  image: ImageRecord,
  names: readonly string[],
  collected: Collector,
): void {
  for (const [k, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const fail: (problem: string) => never = problem => {
      throw new AnnotationFileError(`${path}: line ${k + 1}: ${problem}`)
    }
    const [index, ...values] = line.trim().split(/\s+/).map(Number)
    const name = names[index!]
    if (name === undefined)
      fail(`the class is ${line.trim().split(/\s+/)[0]!.slice(0, 20)}, expected 0 to ${names.length - 1}`)
    const wrong = values.findIndex(value => !(Math.abs(value) <= 10))
    if (wrong >= 0) fail(`number ${wrong + 2} is no share of the photo's side, expected 0 to 1`)
    const common = { image: image.id, category: collected.category(name) }
    // Predictions end with how sure the model is, so that a box has five numbers, and a polygon an odd count.
    const scored = values.length === 5 || (values.length > 5 && values.length % 2 === 1)
    const score = scored ? { score: values.at(-1)! } : {}
    const shares = scored ? values.slice(0, -1) : values
    if (shares.length === 4) {
      collected.addObject({ ...common, ...score, ...boxIn(shares, image) })
      continue
    }
    if (shares.length < 6)
      fail(
        `there are ${shares.length} numbers after the class, expected a box of 4, or a polygon of 6 and more`,
      )
    const outer: Ring = shares.map((value, i) => ofShare(value, i % 2 === 0 ? image.width : image.height))
    collected.addObject({ ...common, ...score, shape: { type: 'outlines', parts: [{ outer, holes: [] }] } })
  }
}

function boxIn([x, y, w, h]: readonly number[], { width, height }: Size) {
  const box = {
    x: ofShare(x! - w! / 2, width),
    y: ofShare(y! - h! / 2, height),
    width: ofShare(w!, width),
    height: ofShare(h!, height),
  }
  return { shape: { type: 'box' } as const, box }
}

const yamlSchema = v.object({
  names: v.union([v.array(v.string()), v.record(v.string(), v.string())]),
  path: v.nullish(v.string()),
})

/** Larger files, and such of nothing but brackets, which take long to parse, are no list of classes. */
const mostYaml = 1_000_000
const mostBrackets = 1000

/** The class names by index, from data.yaml, or from classes.txt, a name a line. */
async function classesOf(files: FileSet): Promise<string[]> {
  const [path] = files.matching(/(^|\/)\w+\.ya?ml$/i)
  if (path === undefined) {
    const [list] = files.matching(/(^|\/)classes\.txt$/i)
    if (list === undefined)
      throw new AnnotationFileError('yolo: no data.yaml with the names of the classes, nor classes.txt')
    const lines = (await files.text(list)).split(/\r?\n/)
    return lines.map(line => line.trim()).filter(line => line !== '')
  }
  const { names } = await yamlOf(files, path)
  if (Array.isArray(names)) return names
  const byIndex: string[] = []
  for (const [key, name] of Object.entries(names)) {
    if (!/^\d{1,5}$/.test(key))
      throw new AnnotationFileError(`${path}: names has the key "${key}", expected the index of a class`)
    byIndex[Number(key)] = name
  }
  return Array.from(byIndex, (name, k) => name ?? `class ${k}`)
}

async function yamlOf(files: FileSet, path: string) {
  const text = await files.text(path)
  const brackets = text.replace(/[^[{]+/g, '').length
  if (text.length > mostYaml || brackets > mostBrackets)
    throw new AnnotationFileError(
      `${path}: ${text.length} characters with ${brackets} brackets, expected a list of classes`,
    )
  let value: unknown
  try {
    // No aliases, which grow by being read.
    value = parse(text, { maxAliasCount: 0, stringKeys: true })
  } catch (error) {
    throw new AnnotationFileError(`${path}: no YAML: ${(error as Error).message.split('\n')[0]}`)
  }
  const result = v.safeParse(v.looseObject(yamlSchema.entries), value)
  if (!result.success)
    throw new AnnotationFileError(`${path}: names is not there, expected the names of the classes`)
  return result.output
}

/** Which part a photo is in: by the folders and lists that data.yaml names, else by the folder below images. */
async function splits(files: FileSet): Promise<(photo: string) => string | undefined> {
  const [path] = files.matching(/(^|\/)\w+\.ya?ml$/i)
  const places: (readonly [split: string, folder: string])[] = []
  const listed = new Map<string, string>()
  if (path !== undefined) {
    const data: Record<string, unknown> = await yamlOf(files, path)
    for (const split of ['train', 'val', 'test']) {
      const value = data[split]
      for (const place of Array.isArray(value) ? value : [value]) {
        if (typeof place !== 'string') continue
        const at = resolvePath(folderOf(path), place)
        if (!at.endsWith('.txt')) places.push([split, at])
        else if (files.has(at))
          for (const line of (await files.text(at)).split(/\r?\n/))
            listed.set(resolvePath(folderOf(at), line.trim()), split)
      }
    }
  }
  // A folder that two parts share says nothing.
  const own = places.filter(([, folder]) => places.filter(([, other]) => other === folder).length === 1)
  return photo =>
    listed.get(photo) ??
    own.find(([, folder]) => photo.startsWith(`${folder}/`))?.[0] ??
    /(?:^|\/)images\/(train|val|validation|test)\//.exec(photo)?.[1]
}
