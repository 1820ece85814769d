import { AnnotationFileError } from './annotation-file-error.ts'
import { classNames, objectsByImage } from './by-image.ts'
import { parseLabelMap, vocOrder, writeLabelMap } from './class-list.ts'
import { Collector } from './collector.ts'
import type { FileSet } from './file-set.ts'
import type { AnnotationFormat, Loss, OutputFile } from './format.ts'
import { masksOf, paint } from './index-picture.ts'
import { numbered, readPicture, writePicture } from './instance-masks.ts'
import { boxOf } from './outlines.ts'
import { folderOf, insidePath, join, stemOf } from './paths.ts'
import type { Annotations, ImageRecord, ObjectRecord, Rectangle } from './record.ts'
import { readVoc, type VocObject, vocClasses, vocInstances, vocVoid, writeVoc } from './voc.ts'

/**
 * PASCAL VOC's folders: numbers of objects in SegmentationObject, of classes in SegmentationClass, boxes in
 * Annotations, parts of the data in ImageSets. Objects of which only a box is known are in the XML alone, and the XML
 * lists those with pixels first, in the order of their numbers. Classes that are not VOC's own are in labelmap.txt.
 */
export const vocFolder: AnnotationFormat = {
  name: 'voc',
  label: 'PASCAL VOC',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: true,
    scores: false,
    points: false,
    undecided: true,
    classless: false,
    overlaps: false,
  },

  async detect(files) {
    if (files.matching(objectPicture).length > 0) return true
    const [first] = files.matching(annotationFile)
    return first !== undefined && /<annotation[\s>]/.test(await files.head(first))
  },

  async read(files) {
    const collected = new Collector()
    const names = await classesOf(files)
    if (names !== vocClasses) for (const name of names) collected.category(name)
    const splitOf = await splits(files)
    const pictures = stemsOf(files, objectPicture)
    const annotations = stemsOf(files, annotationFile)
    const photos = stemsOf(files, /(?:^|\/)JPEGImages\/(.*)\.\w+$/)
    for (const stem of [...new Set([...pictures.keys(), ...annotations.keys()])].sort())
      await readPhoto(files, stem, { pictures, annotations, photos, names, splitOf }, collected)
    return collected.result()
  },

  write(annotations, { border }) {
    const { categories } = annotations
    const nameOfClass = classNames(annotations)
    const order = vocOrder(categories.map(({ name }) => name))
    if (order.length >= vocVoid)
      throw new AnnotationFileError(
        `voc: there are ${order.length} classes, a picture has ${vocVoid - 1} at most`,
      )
    const numberOfClass = new Map(order.map((name, k) => [name, k + 1]))
    const files: OutputFile[] = []
    const losses: Loss[] = []
    const photos = []
    for (const [image, objects] of objectsByImage(annotations)) {
      const inside = insidePath(image.file)
      const stem = stemOf(inside)
      photos.push({ photo: image.file, path: `JPEGImages/${inside}` })
      // Numbers and places in the XML go together, so what has neither pixels nor box has neither.
      const places = objects.filter(object => boxOf(object, image) !== undefined)
      const numbers = numbered(places, vocVoid - 1)
      const painted = paint(image, objects, numbers, border)
      // A box is in the XML, and so is not lost.
      losses.push(...painted.losses.filter(({ reason }) => reason !== 'box'))
      const segmented = numbers.size > 0 || image.undecided !== undefined
      if (segmented) {
        const classOf = [0]
        for (const [object, number] of numbers) classOf[number] = numberOfClass.get(nameOfClass(object)!)!
        classOf[vocVoid] = vocVoid
        const { width, height, data } = painted.picture
        const classes = Uint8Array.from(data, number => classOf[number]!)
        files.push(
          { path: `SegmentationObject/${stem}.png`, content: writePicture(painted.picture) },
          { path: `SegmentationClass/${stem}.png`, content: writePicture({ width, height, data: classes }) },
        )
      }
      const boxed = objects.filter(({ crowd, shape }) => !crowd && shape.type === 'box')
      const listed = [...numbers.keys(), ...boxed].flatMap(object =>
        objectFor(object, image, nameOfClass(object)!),
      )
      files.push({
        path: `Annotations/${stem}.xml`,
        content: writeVoc({
          file: inside,
          width: image.width,
          height: image.height,
          segmented,
          objects: listed,
        }),
      })
    }
    return {
      files: [...files, ...listsFor(annotations), ...labelMapFor(order)],
      photos,
      losses,
    }
  },
}

const objectPicture = /(?:^|\/)SegmentationObject\/(.*)\.png$/
/** In Annotations, or wherever labelImg left it. */
const annotationFile = /^(?:.*\/)?Annotations\/(.*)\.xml$|^(.*)\.xml$/

function labelMapFor(order: readonly string[]): OutputFile[] {
  return order === vocClasses ? [] : [{ path: 'labelmap.txt', content: writeLabelMap(order) }]
}

function objectFor(object: ObjectRecord, image: ImageRecord, name: string): VocObject[] {
  const box = boxOf(object, image)
  return box === undefined ? [] : [{ name, box: pixelsOf(box, image), difficult: false, truncated: false }]
}

/** The pixels that a rectangle covers, at least one, inside the photo. */
function pixelsOf({ x, y, width, height }: Rectangle, image: ImageRecord) {
  const inside = (value: number, side: number) => Math.min(Math.max(value, 0), side - 1)
  const x0 = inside(Math.floor(x), image.width)
  const y0 = inside(Math.floor(y), image.height)
  return {
    x0,
    y0,
    x1: Math.max(x0, inside(Math.ceil(x + width) - 1, image.width)),
    y1: Math.max(y0, inside(Math.ceil(y + height) - 1, image.height)),
  }
}

/** The lists of ImageSets: a photo a line, without its ending. Without splits all of it is to train on. */
function listsFor({ images }: Annotations): OutputFile[] {
  const lists = new Map(images.map(({ split = 'train' }) => [split, [] as string[]]))
  for (const { file, split = 'train' } of images) lists.get(split)!.push(stemOf(insidePath(file)))
  return ['Segmentation', 'Main'].flatMap(kind =>
    [...lists].map(([split, stems]) => ({
      path: `ImageSets/${kind}/${split}.txt`,
      content: stems.map(stem => `${stem}\n`).join(''),
    })),
  )
}

type Folders = {
  readonly pictures: ReadonlyMap<string, string>
  readonly annotations: ReadonlyMap<string, string>
  readonly photos: ReadonlyMap<string, string>
  readonly names: readonly string[]
  readonly splitOf: (stem: string) => string | undefined
}

async function readPhoto(
  files: FileSet,
  stem: string,
  { pictures, annotations, photos, names, splitOf }: Folders,
  collected: Collector,
): Promise<void> {
  const xml = annotations.get(stem)
  const listed = xml === undefined ? undefined : readVoc(await files.text(xml), xml)
  const path = pictures.get(stem)
  const picture = path === undefined ? undefined : await readPicture(files, path, listed)
  const { masks, undecided } = picture ? masksOf(picture) : { masks: new Map(), undecided: undefined }
  const size = picture ?? listed!
  const split = splitOf(stem)
  const image = collected.addImage({
    file: photos.get(stem) ?? photoBeside(xml, listed?.file) ?? `JPEGImages/${stem}.jpg`,
    width: size.width,
    height: size.height,
    ...(split !== undefined && { split }),
    ...(undecided && { undecided: undecided.toRle() }),
  })
  if (picture) {
    const classPath = path!.replace(/SegmentationObject\/(?!.*SegmentationObject\/)/, 'SegmentationClass/')
    const classes = files.has(classPath) ? await readPicture(files, classPath, size) : undefined
    const raster = ({ width, height, data }: typeof picture) => ({
      width,
      height,
      channels: 1,
      data: Uint8Array.from(data),
    })
    for (const { id, name } of vocInstances(raster(picture), classes && raster(classes), names))
      collected.addObject({
        image: image.id,
        shape: { type: 'runs', rle: masks.get(id)!.toRle() },
        ...categoryOf(name ?? listed?.objects[id - 1]?.name, collected),
      })
  }
  // The places in the list are the numbers in the picture, so those after the last number are boxes alone.
  for (const { name, box } of listed?.objects.slice(Math.max(0, ...masks.keys())) ?? [])
    collected.addObject({
      image: image.id,
      category: collected.category(name),
      shape: { type: 'box' },
      box: { x: box.x0, y: box.y0, width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1 },
    })
}

const categoryOf = (name: string | undefined, collected: Collector) =>
  name === undefined ? {} : { category: collected.category(name) }

/** The photo of an XML file that lies in no folder of VOC, beside it; of others the folders say it. */
function photoBeside(xml: string | undefined, name: string | undefined): string | undefined {
  if (xml === undefined || name === undefined) return undefined
  return join(/(^|\/)Annotations\//.test(xml) ? 'JPEGImages' : folderOf(xml), insidePath(name))
}

async function classesOf(files: FileSet): Promise<readonly string[]> {
  const [map] = files.matching(/(^|\/)labelmap\.txt$/i)
  return map === undefined ? vocClasses : parseLabelMap(await files.text(map))
}

async function splits(files: FileSet): Promise<(stem: string) => string | undefined> {
  const lists = files.matching(/(^|\/)ImageSets\/(Segmentation|Main)\/(train|val|validation|test)\.txt$/)
  const found = new Map<string, string>()
  for (const path of lists)
    for (const line of (await files.text(path)).split(/\r?\n/))
      if (line.trim() !== '') found.set(line.trim(), stemOf(path.slice(path.lastIndexOf('/') + 1)))
  return stem => found.get(stem)
}

function stemsOf(files: FileSet, pattern: RegExp): Map<string, string> {
  const paths = files.matching(pattern)
  return new Map(
    paths.map(path => {
      const [, stem, other] = pattern.exec(path)!
      return [stem ?? other!, path]
    }),
  )
}
