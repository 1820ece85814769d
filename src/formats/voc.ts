import type { Box, Raster, Size } from '../image/index.ts'
import { AnnotationFileError } from './annotation-file-error.ts'
import { textOf } from './json-source.ts'
import { escapeXml, walkXml } from './xml-walk.ts'

/** The annotation of one photo in PASCAL VOC. */
export type VocAnnotation = Size & {
  readonly file: string
  /** There are pictures of its objects in SegmentationObject and SegmentationClass. */
  readonly segmented: boolean
  readonly objects: readonly VocObject[]
}

export type VocObject = {
  readonly name: string
  /** In our pixels, from 0; in the file they count from 1. */
  readonly box: Box
  /** Hard to recognise: left out of VOC's own scores. */
  readonly difficult: boolean
  /** Reaches beyond its box: cut by the edge of the photo or by something in front. */
  readonly truncated: boolean
  readonly pose?: string
}

/** The classes in the order of their numbers in SegmentationClass, which begin with 1. */
export const vocClasses = [
  'aeroplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'diningtable',
  'dog',
  'horse',
  'motorbike',
  'person',
  'pottedplant',
  'sheep',
  'sofa',
  'train',
  'tvmonitor',
] as const

/** The number of pixels that nobody decided, in both kinds of pictures. */
export const vocVoid = 255

/**
 * Reads an annotation in XML. Parts of objects (the head and hands of a person) are left out.
 *
 * @param file  its name, for messages
 * @throws AnnotationFileError that names what is wrong and, for XML that is none, the line and column
 */
export function readVoc(input: string | Uint8Array, file?: string): VocAnnotation {
  const prefix = file === undefined ? 'voc' : `voc: ${file}`
  const fail: (problem: string) => never = problem => {
    throw new AnnotationFileError(`${prefix}: ${problem}`)
  }
  // Texts by their path within the photo and within the object: "size/width", "bndbox/xmin".
  const photo = new Map<string, string>()
  const objects: Map<string, string>[] = []
  walkXml(textOf(input, prefix), 'annotation', fail, {
    open(path) {
      if (path.length === 2 && path[1] === 'object') objects.push(new Map())
    },
    close(path, text) {
      const key = path.slice(1).join('/')
      if (key.startsWith('object/')) objects.at(-1)!.set(key.slice('object/'.length), text)
      else photo.set(key, text)
    },
  })

  const number = (values: Map<string, string>, key: string, owner: string): number => {
    const value = values.get(key)
    if (value === undefined) fail(`${owner} has no <${key.replace('/', '><')}>`)
    // Number alone takes an empty text for 0.
    const parsed = /\d/.test(value) ? Number(value) : Number.NaN
    if (!Number.isFinite(parsed)) fail(`${key} of ${owner} is "${value.slice(0, 60)}", expected a number`)
    return parsed
  }
  const side = (key: string): number => {
    const value = number(photo, key, 'the photo')
    if (!(Number.isInteger(value) && value >= 1 && value <= 65_535))
      fail(`${key} is ${value}, expected a whole number from 1 to 65535`)
    return value
  }
  return {
    file: photo.get('filename') ?? fail('the photo has no <filename>'),
    width: side('size/width'),
    height: side('size/height'),
    segmented: photo.get('segmented') === '1',
    objects: objects.map((values, i): VocObject => {
      const owner = `object ${i + 1}`
      const name = values.get('name') || fail(`${owner} has no <name>`)
      // Some files have fractions of pixels.
      const edge = (key: string) => Math.round(number(values, `bndbox/${key}`, owner)) - 1
      const box = { x0: edge('xmin'), y0: edge('ymin'), x1: edge('xmax'), y1: edge('ymax') }
      if (box.x1 < box.x0 || box.y1 < box.y0)
        fail(`the box of ${owner} (${name}) ends before it begins: ${JSON.stringify(box)} from 0`)
      const pose = values.get('pose')
      return {
        name,
        box,
        difficult: values.get('difficult') === '1',
        truncated: values.get('truncated') === '1',
        ...(pose && { pose }),
      }
    }),
  }
}

/** Writes an annotation as the development kit does. */
export function writeVoc({ file, width, height, segmented, objects }: VocAnnotation): string {
  const lines = objects.map(
    ({ name, box, difficult, truncated, pose }) => `  <object>
    <name>${escapeXml(name)}</name>
${pose === undefined ? '' : `    <pose>${escapeXml(pose)}</pose>\n`}    <truncated>${Number(truncated)}</truncated>
    <difficult>${Number(difficult)}</difficult>
    <bndbox>
      <xmin>${box.x0 + 1}</xmin>
      <ymin>${box.y0 + 1}</ymin>
      <xmax>${box.x1 + 1}</xmax>
      <ymax>${box.y1 + 1}</ymax>
    </bndbox>
  </object>
`,
  )
  return `<annotation>
  <filename>${escapeXml(file)}</filename>
  <size>
    <width>${width}</width>
    <height>${height}</height>
    <depth>3</depth>
  </size>
  <segmented>${Number(segmented)}</segmented>
${lines.join('')}</annotation>
`
}

/** An object in a picture of SegmentationObject. */
export type VocInstance = {
  /** Its number there, from 1. */
  readonly id: number
  /** Its class; absent without a picture of classes, or where that has background or void. */
  readonly name?: string
}

/**
 * The objects of a picture of SegmentationObject, by number. The class is the one at the object's first pixel, row by
 * row, as in the released training code.
 *
 * @param numbers  one channel: 0 for background, 1 and on for objects, 255 for void
 * @param classes  the picture of SegmentationClass: 0 for background, 1 to 20, 255 for void
 * @param names    of the classes from 1 on, where they are not VOC's own
 * @throws RangeError when the two differ in size, or a class is unknown
 */
export function vocInstances(
  numbers: Raster,
  classes?: Raster,
  names: readonly string[] = vocClasses,
): VocInstance[] {
  if (classes && (classes.width !== numbers.width || classes.height !== numbers.height))
    throw new RangeError(
      `voc: SegmentationObject is ${numbers.width}×${numbers.height}, SegmentationClass ${classes.width}×${classes.height}`,
    )
  const first = new Map<number, number>()
  numbers.data.forEach((number, i) => {
    if (number !== 0 && number !== vocVoid && !first.has(number)) first.set(number, i)
  })
  return [...first]
    .sort(([a], [b]) => a - b)
    .map(([id, i]) => {
      const number = classes?.data[i] ?? 0
      if (number === 0 || number === vocVoid) return { id }
      const name = names[number - 1]
      if (name === undefined)
        throw new RangeError(`voc: object ${id} has class ${number}, expected 1 to ${names.length}`)
      return { id, name }
    })
}
