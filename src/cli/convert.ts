import { join, relative, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { annotationFiles, findPhotos, type PhotoFolder } from '../datasets/index.ts'
import {
  type Annotations,
  type Comparison,
  compareAnnotations,
  countsOf,
  describeLosses,
  formats,
  isSame,
  LossError,
  readAnnotations,
  type WrittenAnnotations,
  writeAnnotations,
} from '../formats/index.ts'
import { imageSize } from '../image/node.ts'
import { comparisonTable } from './comparison-table.ts'
import { CommandError, exitCodes } from './errors.ts'
import { print, readInput, refuseExisting, writeWhole } from './files.ts'
import { interruption } from './interruption.ts'
import { numberFrom, wholeNumber } from './options.ts'
import { terminal } from './terminal.ts'

type Options = {
  readonly to: string
  readonly out: string
  readonly from?: string
  readonly images?: string
  readonly copyPhotos?: boolean
  readonly split?: readonly [number, number, number]
  readonly seed: number
  readonly tolerance: number
  readonly boxes: 'keep' | 'fill' | 'drop'
  readonly coco: 'runs' | 'plain' | 'polygons'
  readonly border: number
  readonly strict?: boolean
  readonly verify?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

const names = formats.map(({ name }) => name)

export function define(command: Command): void {
  command
    .description(`Converts annotations from one format to another: ${names.join(', ')}.`)
    .argument('<input>', 'a folder, a zip, or a file of annotations')
    .addOption(new Option('--to <format>', 'what to write').choices(names).makeOptionMandatory())
    .requiredOption('-o, --out <dir>', 'the folder to write to')
    .addOption(new Option('--from <format>', 'what the input is (default: found by looking)').choices(names))
    .option('--images <dir>', 'where the photos are (default: the folder of the input, or images in it)')
    .option('--copy-photos', 'copy the photos to where the format has them')
    .option('--split <shares>', 'train, val and test by chance, as 80,10,10', shares)
    .option('--seed <n>', 'what --split follows', wholeNumber(0), 1)
    .option('--tolerance <px>', 'by how much outlines may be off, to have fewer corners', numberFrom(0), 0)
    .addOption(
      new Option('--boxes <what>', 'objects of which only a box is known')
        .choices(['keep', 'fill', 'drop'])
        .default('keep'),
    )
    .addOption(
      new Option('--coco <what>', "what COCO's segmentations are")
        .choices(['runs', 'plain', 'polygons'])
        .default('runs'),
    )
    .option('--border <px>', 'of void around objects in the pictures of VOC', wholeNumber(0), 0)
    .option('--strict', 'write nothing that the format cannot hold as it is')
    .option('--verify', 'read back what was written, and print how well objects agree')
    .option('--force', 'replace files that are there')
    .option('--json', 'print counts, losses and the comparison as JSON')
    .addHelpText(
      'after',
      `
Examples:
  # Masks of COCO for Ultralytics, read back and compared
  dextr convert instances.json --to yolo --out yolo --images photos --copy-photos --split 80,10,10 --verify

  # What labelme wrote beside the photos, as PNGs; refused where objects overlap
  dextr convert photos --to instances --out masks --strict`,
    )
    .action(run)
}

/** Shares of three parts, such as 80,10,10. */
function shares(text: string): [number, number, number] {
  const values = text.split(',').map(value => (value.trim() === '' ? Number.NaN : Number(value)))
  const [train, val, test] = values
  if (values.length !== 3 || !values.every(value => value >= 0) || !(train! + val! + test! > 0))
    throw new InvalidArgumentError('expected three numbers from 0, as in 80,10,10')
  return [train!, val!, test!]
}

async function run(input: string, options: Options): Promise<void> {
  const { out, to } = options
  using interrupted = interruption('finishing this file')
  const { root, files, sizeOf } = await annotationFiles(input)
  const usual = [join(root, 'images'), join(root, 'JPEGImages'), root]
  const folders = options.images === undefined ? usual : [options.images]
  const found = await readAnnotations(files, {
    format: options.from,
    sizeOf: async photo => (await sizeOf(photo)) ?? sizeAmong(photo, folders, input),
  })
  for (const note of found.notes) terminal.warn(`${input}: ${note}`)
  const photos = await photosOf(found, folders, input, options)
  // From here on photos are called what they are called in their folder.
  const annotations = photos ? renamed(found, photos) : found
  const written = write(annotations, photos, options)
  for (const line of [...describeLosses(written.losses), ...written.notes]) terminal.warn(`${to}: ${line}`)

  const copies = options.copyPhotos ? written.photos : []
  const paths = [...written.files, ...copies].map(({ path }) => join(out, path))
  if (!options.force) await refuseExisting(paths)
  for (const [k, { photo, path }] of copies.entries()) {
    interrupted.signal.throwIfAborted()
    terminal.progress(k / copies.length, () => `${k} of ${copies.length} photos`)
    await writeWhole(join(out, path), await readInput(join(photos!.folder, photo)))
  }
  // What lists the others comes first, and is written last: a folder that is cut short is not taken for a whole one.
  for (const [k, { path, content }] of written.files.toReversed().entries()) {
    interrupted.signal.throwIfAborted()
    terminal.progress(k / written.files.length, () => `${k} of ${written.files.length} files`)
    await writeWhole(join(out, path), content)
  }
  terminal.clear()

  const comparison = options.verify ? await verify(annotations, written, options) : undefined
  const counts = countsOf(annotations)
  if (options.json) await print(JSON.stringify(summary(found.format, counts, written, comparison, options)))
  else {
    const { objects, boxes, classes } = counts
    await print(
      `${found.format} → ${to}: ${counts.photos} photos, ${objects} objects (${boxes} boxes), ${classes} classes; ${written.files.length} files in ${out}`,
    )
    if (comparison) await print(comparisonTable(comparison))
  }
  if (options.strict && comparison && !isSame(comparison))
    throw new CommandError(`${out}: what was read back differs from what was read`, exitCodes.verification)
}

/** The size of a photo in one of the folders; undefined when it is in none. */
async function sizeAmong(photo: string, folders: readonly string[], input: string) {
  try {
    const { folder, nameIn } = await findPhotos(photo, folders, input)
    return await imageSize(join(folder, nameIn(photo)))
  } catch {
    return undefined
  }
}

/** @throws DatasetError when photos are to be copied, or are said to be somewhere, and are not there */
async function photosOf(
  { images }: Annotations,
  folders: readonly string[],
  input: string,
  options: Options,
): Promise<PhotoFolder | undefined> {
  try {
    return await findPhotos(images[0]!.file, folders, input)
  } catch (error) {
    if (options.copyPhotos || options.images !== undefined) throw error
    return undefined
  }
}

function renamed(annotations: Annotations, { nameIn }: PhotoFolder): Annotations {
  const images = annotations.images.map(image => ({ ...image, file: nameIn(image.file) }))
  return { ...annotations, images }
}

/** @throws CommandError with a code of its own when the format cannot hold all of it, and it has to */
function write(
  annotations: Annotations,
  photos: PhotoFolder | undefined,
  { to, out, split, seed, copyPhotos, strict, boxes, coco, tolerance, border }: Options,
): WrittenAnnotations {
  const folder = photos && relative(resolve(out), resolve(photos.folder)).replaceAll('\\', '/')
  try {
    return writeAnnotations(annotations, to, {
      strict,
      boxes,
      coco,
      tolerance,
      border,
      split: split && { shares: split, seed },
      ...(folder !== undefined && !copyPhotos && { photos: folder }),
    })
  } catch (error) {
    if (error instanceof LossError) throw new CommandError(error.message, exitCodes.verification)
    throw error
  }
}

/** Reads back from the disk what was written, and nothing else that may lie there. */
async function verify(
  before: Annotations,
  { files, photos }: WrittenAnnotations,
  { out, to }: Options,
): Promise<Comparison> {
  const sizes = new Map(before.images.map(image => [image.file, image]))
  const placed = new Map(photos.map(({ photo, path }) => [path, sizes.get(photo)]))
  const sources = [
    ...files.map(({ path }) => ({ path, read: () => readInput(join(out, path)) })),
    // Readers look for names of photos; these may not be there.
    ...photos.map(({ path }) => ({ path, read: () => new Uint8Array() })),
  ]
  const after = await readAnnotations(sources, { format: to, sizeOf: photo => placed.get(photo) })
  return compareAnnotations(before, after, photos)
}

/** Version 1 of what --json prints. */
function summary(
  from: string,
  counts: ReturnType<typeof countsOf>,
  { files, losses, notes }: WrittenAnnotations,
  comparison: Comparison | undefined,
  { to, out }: Options,
) {
  return {
    version: 1,
    from,
    to,
    out,
    ...counts,
    files: files.length,
    losses,
    notes,
    ...(comparison && { verified: { same: isSame(comparison), ...comparison } }),
  }
}
