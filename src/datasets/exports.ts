import { join, resolve } from 'node:path'
import { FileSet, formatNamed } from '../formats/index.ts'
import { annotationFiles, findPhotos } from './annotation-files.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
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
      const { files, sizeOf } = await annotationFiles(path)
      const set = new FileSet(files, sizeOf)
      return (needs === undefined || set.matching(needs).length > 0) && format.detect(set)
    },

    async open({ path, split, images, crowds }, files) {
      const { root, files: found, sizeOf } = await annotationFiles(path)
      const read = await format.read(new FileSet(found, sizeOf))
      const chosen = read.images.filter(image => split === undefined || image.split === split)
      if (chosen.length === 0) throw new DatasetError(`${path}: ${noPhotos(read.images, split)}`)
      const ids = new Set(chosen.map(({ id }) => id))
      const part = { ...read, images: chosen, objects: read.objects.filter(({ image }) => ids.has(image)) }
      const folders = images === undefined ? [root, join(root, 'images')] : [resolve(root, images)]
      const { folder, nameIn } = await findPhotos(chosen[0]!.file, folders, path)
      return recordsDataset(part, path, file => join(folder, nameIn(file)), crowds, files)
    },
  }
}

function noPhotos(images: readonly { readonly split?: string }[], split: string | undefined): string {
  if (split === undefined) return 'there are no photos in it, expected one or more'
  const known = [...new Set(images.flatMap(image => image.split ?? []))]
  return `no photo has split '${split}'; there ${known.length > 0 ? `are ${known.join(', ')}` : 'are no splits'}`
}
