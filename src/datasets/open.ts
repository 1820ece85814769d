import { basename, resolve } from 'node:path'
import * as v from 'valibot'
import { coco } from './coco.ts'
import type { Dataset, Entry } from './dataset.ts'
import { DatasetError } from './dataset-error.ts'
import { type DatasetFormat, sourceSchema } from './dataset-format.ts'
import { davis } from './davis.ts'
import { exported } from './exports.ts'
import { Files } from './files.ts'
import { folders } from './folders.ts'
import { instances } from './instances.ts'
import { isFile, isFolder } from './paths.ts'
import { voc } from './voc.ts'

/** Every way of storing a dataset that can be read; the first that a path looks like is taken. */
const formats = {
  instances,
  voc,
  davis,
  yolo: exported('yolo', 'data.yaml, images and labels, as Ultralytics has them'),
  cvat: exported('cvat', 'annotations.xml of CVAT for images, and images'),
  labelme: exported('labelme', 'the JSON files of labelme, beside the photos'),
  'label-studio': exported('label-studio', 'the JSON file of tasks of Label Studio, and images'),
  classes: exported(
    'classes',
    'labelmap.txt, images, and masks that number classes',
    /(^|\/)(labelmap|classes)\.txt$/,
  ),
  coco,
  folders,
} satisfies Record<string, DatasetFormat>

type FormatName = keyof typeof formats

/** A dataset as data: where it lies, in which format, and which part of it. */
export const datasetSchema = v.strictObject({
  ...sourceSchema.entries,
  /** Found by looking at the path when it is not given. */
  format: v.optional(v.picklist(Object.keys(formats) as FormatName[])),
  /** Names it in reports; the name of the folder by default. */
  name: v.optional(v.string()),
  /** Objects of fewer pixels are left out. */
  minimumArea: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  /**
   * A regular expression. What its first group finds in a photo's file name is the part of its objects, such
   * as the sequence of a frame: "^(.+)_\\d+".
   */
  parts: v.optional(v.pipe(v.string(), v.check(isExpression, 'expected a regular expression'))),
})

export type DatasetConfig = v.InferOutput<typeof datasetSchema>

/**
 * Opens one or several datasets as one.
 *
 * @param cache  bytes of decoded photos and masks that are kept
 * @throws DatasetError when a folder is laid out otherwise, a file is missing, or there is no object left
 */
export async function openDatasets(configs: readonly DatasetConfig[], cache = 0): Promise<Dataset> {
  const files = new Files(cache)
  return joined(await Promise.all(configs.map(config => openDataset(config, files))))
}

/** Several datasets as one. */
export function joined(datasets: readonly Dataset[]): Dataset {
  const owners = new Map(datasets.flatMap(dataset => dataset.entries.map(entry => [entry, dataset] as const)))
  return {
    name: datasets.map(({ name }) => name).join(', '),
    entries: [...owners.keys()],
    read: entry => owners.get(entry)!.read(entry),
    annotatedSize: entry => owners.get(entry)!.annotatedSize(entry),
  }
}

async function openDataset(config: DatasetConfig, files: Files): Promise<Dataset> {
  const { path, minimumArea, name = basename(resolve(path)) } = config
  if (!(await isFolder(path)) && !(await isFile(path)))
    throw new DatasetError(`${path}: there is no such folder or file`)
  const format = config.format ? formats[config.format] : await findFormat(path)
  const dataset = await format.open(config, files)
  const parts = config.parts === undefined ? undefined : new RegExp(config.parts)
  const entries = dataset.entries
    .filter(({ area }) => area >= minimumArea)
    .map((entry): Entry => {
      const part = parts?.exec(basename(entry.image))?.[1] ?? entry.part
      return { ...entry, set: entry.set ?? name, ...(part !== undefined && { part }) }
    })
  if (entries.length === 0)
    throw new DatasetError(
      dataset.entries.length === 0
        ? `${path}: there are no objects in it, expected one or more`
        : `${path}: all ${dataset.entries.length} objects have fewer than ${minimumArea} pixels; lower minimumArea`,
    )
  return { ...dataset, name, entries }
}

async function findFormat(path: string): Promise<DatasetFormat> {
  for (const format of Object.values(formats)) if (await format.fits(path)) return format
  const known = Object.entries(formats).map(([name, { layout }]) => `  ${name}: ${layout}`)
  throw new DatasetError(`${path}: not laid out as a known dataset; expected one of\n${known.join('\n')}`)
}

function isExpression(text: string): boolean {
  try {
    return RegExp(text) !== undefined
  } catch {
    return false
  }
}
