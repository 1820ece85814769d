import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { FileSet, formatNamed } from '../formats/index.ts'
import { imageSize } from '../image/node.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { filesBelow, isFile } from './paths.ts'
import { recordsDataset } from './records.ts'

/**
 * A dataset in a format of annotations, as a tool exported it: all of it is read by the format's own reader.
 *
 * @param needs  a file without which a folder is rather something else
 */
export function exported(name: string, layout: string, needs?: RegExp): DatasetFormat {
  const format = formatNamed(name)
  return {
    layout,

    async fits(path) {
      const { files } = await filesOf(path)
      return (needs === undefined || files.matching(needs).length > 0) && format.detect(files)
    },

    async open({ path, split, images, crowds }, files) {
      const { root, files: set } = await filesOf(path)
      const read = await format.read(set)
      const chosen = read.images.filter(image => split === undefined || image.split === split)
      if (chosen.length === 0) throw new DatasetError(`${path}: ${noPhotos(read.images, split)}`)
      const ids = new Set(chosen.map(({ id }) => id))
      const part = { ...read, images: chosen, objects: read.objects.filter(({ image }) => ids.has(image)) }
      const folders = images === undefined ? [root, join(root, 'images')] : [resolve(root, images)]
      const folder = await folderOfPhotos(chosen[0]!.file, folders, path)
      return recordsDataset(part, path, file => join(folder, file), crowds, files)
    },
  }
}

/** The files of a folder, or one file; a data.yaml stands for its folder. Photos are measured when a reader asks. */
async function filesOf(path: string): Promise<{ root: string; files: FileSet }> {
  const file = await isFile(path)
  const root = file ? dirname(path) : path
  const paths = file && !/\.ya?ml$/i.test(path) ? [path] : await filesBelow(root)
  const files = paths.map(file => ({
    path: relative(root, file).replaceAll('\\', '/'),
    read: () => readFile(file),
  }))
  return { root, files: new FileSet(files, photo => imageSize(join(root, photo)).catch(() => undefined)) }
}

function noPhotos(images: readonly { readonly split?: string }[], split: string | undefined): string {
  if (split === undefined) return 'there are no photos in it, expected one or more'
  const known = [...new Set(images.flatMap(image => image.split ?? []))]
  return `no photo has split '${split}'; there ${known.length > 0 ? `are ${known.join(', ')}` : 'are no splits'}`
}

/** The folder that photos count from: where the first one is. */
async function folderOfPhotos(first: string, folders: readonly string[], path: string): Promise<string> {
  for (const folder of folders) if (await isFile(join(folder, first))) return folder
  throw new DatasetError(
    `${path}: its photo ${first} is not in ${folders.join(' nor in ')}; set images to the folder of the photos`,
  )
}
