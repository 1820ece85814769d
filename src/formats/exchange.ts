import { AnnotationFileError } from './annotation-file-error.ts'
import { FileSet, type SizeOf, type SourceFile } from './file-set.ts'
import {
  type AnnotationFormat,
  type Carries,
  type FormatOptions,
  type Loss,
  lossReasons,
  type ReadAnnotations,
  type WrittenAnnotations,
  type WrittenFiles,
} from './format.ts'
import { formatNamed, formats } from './list.ts'
import { cornersOf } from './outlines.ts'
import type { Annotations, ObjectRecord } from './record.ts'
import { type SplitShares, splitPhotos } from './split.ts'

export type ReadOptions = {
  /** The name of a format; without it the files are looked at. */
  readonly format?: string | undefined
  /** For formats whose files do not say how large photos are, as YOLO's. */
  readonly sizeOf?: SizeOf
}

/**
 * Reads annotations in any format. Photos may be among the files: they are not read, only known by their names.
 *
 * @returns  with the name of the format
 * @throws AnnotationFileError that names file and place, what was found and what was expected
 * @throws RangeError when there is no such format
 */
export async function readAnnotations(
  files: readonly SourceFile[],
  { format, sizeOf }: ReadOptions = {},
): Promise<ReadAnnotations & { readonly format: string }> {
  const set = new FileSet(files, sizeOf)
  const chosen = format === undefined ? await detectFormat(set) : formatNamed(format)
  const read = await chosen.read(set)
  if (read.images.length === 0)
    throw new AnnotationFileError(`${chosen.name}: there are no photos in it, expected one or more`)
  return { ...read, format: chosen.name }
}

/** @throws AnnotationFileError when the files look like no format, with the first of them */
async function detectFormat(files: FileSet): Promise<AnnotationFormat> {
  for (const format of formats) if (await format.detect(files)) return format
  const some = files.paths.slice(0, 3).map(path => JSON.stringify(path))
  throw new AnnotationFileError(
    `${some.length === 0 ? 'there are no files' : `${some.join(', ')}${files.paths.length > 3 ? ', …' : ''}: like none of the known formats`}; expected ${formats.map(({ label }) => label).join(', ')}`,
  )
}

export type WriteOptions = Partial<FormatOptions> & {
  /** Photos go to parts by chance, and keep theirs when others come. */
  readonly split?: { readonly shares: SplitShares; readonly seed: number } | undefined
  /** Throws LossError rather than write what the format cannot hold as it is. */
  readonly strict?: boolean | undefined
  /**
   * Objects of which only a box is known: as they are, where the format has boxes; as masks that fill their box; or
   * left out.
   */
  readonly boxes?: 'keep' | 'fill' | 'drop'
}

/** What was to be written does not fit the format; `losses` says what of which object. */
export class LossError extends Error {
  override readonly name = 'LossError'
  readonly losses: readonly Loss[]

  constructor(message: string, losses: readonly Loss[]) {
    super(message)
    this.losses = losses
  }
}

/**
 * Writes annotations in a format. Classes keep the order in which they are given.
 *
 * @param format  its name
 * @throws LossError with `strict`, when anything would be lost
 * @throws AnnotationFileError when there is nothing to write, two photos would share a file, or run lengths are damaged
 * @throws RangeError when there is no such format
 */
export function writeAnnotations(
  annotations: Annotations,
  format: string,
  { split, strict = false, boxes = 'keep', ...options }: WriteOptions = {},
): WrittenAnnotations {
  const { name, label, carries, write } = formatNamed(format)
  if (annotations.images.length === 0)
    throw new AnnotationFileError(`${name}: there are no photos, expected one or more`)
  const parted = split ? splitPhotos(annotations, split.shares, split.seed) : annotations
  const { named, notes } = carries.classless ? { named: parted, notes: [] } : withClass(parted)
  const chosen = boxObjects(named, boxes)
  const written = write(
    { ...named, objects: chosen.objects },
    { tolerance: 0, coco: 'runs', border: 0, ...options },
  )
  if (strict && written.losses.length > 0)
    throw new LossError(
      `${label} cannot hold all of it: ${describeLosses(written.losses).join('; ')}`,
      written.losses,
    )
  refuseSharedFiles(written, annotations)
  return { ...written, notes: [...notes, ...chosen.notes, ...unheld(named, carries)] }
}

/** Losses by their reasons, a sentence each: how many objects, why, and the IoU that is left. */
export function describeLosses(losses: readonly Loss[]): string[] {
  return Object.entries(lossReasons).flatMap(([reason, meaning]) => {
    const some = losses.filter(loss => loss.reason === reason)
    if (some.length === 0) return []
    const [worst] = some.toSorted((a, b) => a.iou - b.iou)
    const mean = some.reduce((sum, { iou }) => sum + iou, 0) / some.length
    const count = some.length === 1 ? '1 object' : `${some.length} objects`
    return `${count} (IoU ${mean.toFixed(3)}; the worst ${worst!.iou.toFixed(3)}, object ${worst!.object} of ${worst!.photo}): ${meaning}`
  })
}

/** What a format does not hold beside pixels, boxes and classes, a sentence each. */
function unheld({ images, objects }: Annotations, carries: Carries): string[] {
  const scores = objects.filter(({ score }) => score !== undefined).length
  const points = objects.filter(({ points }) => points !== undefined).length
  const undecided = images.filter(({ undecided }) => undecided !== undefined).length
  return [
    ...(!carries.scores && scores > 0 ? [`scores of ${scores} objects are left out`] : []),
    ...(!carries.points && points > 0 ? [`points that made ${points} objects are left out`] : []),
    ...(!carries.undecided && undecided > 0 ? [`void pixels of ${undecided} photos are left out`] : []),
  ]
}

/** What objects without a class are called where a format wants one. */
const classless = 'object'

function withClass(annotations: Annotations): { named: Annotations; notes: string[] } {
  const { categories, objects } = annotations
  const without = objects.filter(({ category }) => category === undefined).length
  if (without === 0) return { named: annotations, notes: [] }
  const known = categories.find(({ name }) => name === classless)
  const added = known ?? {
    id: categories.reduce((most, { id }) => Math.max(most, id), 0) + 1,
    name: classless,
  }
  return {
    named: {
      ...annotations,
      categories: known ? categories : [...categories, added],
      objects: objects.map(object => ({ ...object, category: object.category ?? added.id })),
    },
    notes: [`${without} objects without a class are called "${classless}"`],
  }
}

function boxObjects(
  { objects }: Annotations,
  boxes: 'keep' | 'fill' | 'drop',
): { objects: readonly ObjectRecord[]; notes: string[] } {
  const count = objects.filter(({ shape }) => shape.type === 'box').length
  if (boxes === 'keep' || count === 0) return { objects, notes: [] }
  if (boxes === 'drop')
    return {
      objects: objects.filter(({ shape }) => shape.type !== 'box'),
      notes: [`${count} objects of which only a box is known are left out`],
    }
  return {
    objects: objects.map(object =>
      object.shape.type === 'box' && object.box
        ? {
            ...object,
            shape: { type: 'outlines' as const, parts: [{ outer: cornersOf(object.box), holes: [] }] },
          }
        : object,
    ),
    notes: [`${count} objects of which only a box is known fill it`],
  }
}

function refuseSharedFiles({ files }: WrittenFiles, { images }: Annotations): void {
  const seen = new Set<string>()
  for (const { path } of files) {
    if (seen.has(path))
      throw new AnnotationFileError(
        `two of the ${images.length} photos would share the file ${path}, for their names differ in the ending alone; rename one`,
      )
    seen.add(path)
  }
}

/** What a collection has, for people: photos, objects, boxes among them, classes. */
export function countsOf({ images, objects, categories }: Annotations) {
  return {
    photos: images.length,
    objects: objects.length,
    boxes: objects.filter(({ shape }) => shape.type === 'box').length,
    classes: categories.length,
  }
}
