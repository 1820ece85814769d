import { join } from 'node:path'
import { type InstancesEntry, readInstances } from '../formats/index.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { inParallel } from './in-parallel.ts'
import { countNumbers, readLabelImage } from './label-image.ts'
import { type LabelledPhoto, labelledPhotos } from './labelled-photos.ts'
import { isFile, readText } from './paths.ts'

/** A folder with index.json, photos, and PNGs of instance numbers from 1; 0 is background and 255 void. */
export const instances: DatasetFormat = {
  layout: 'index.json, which lists photos, PNGs of instance numbers, and their objects',

  fits: path => isFile(join(path, 'index.json')),

  async open({ path, split }, files) {
    const file = join(path, 'index.json')
    const items = readInstances(await readText(file, 'the list of photos'), file)
    const chosen = items.filter(item => split === undefined || item.split === split)
    if (split !== undefined && chosen.length === 0) {
      const known = [...new Set(items.flatMap(item => item.split ?? []))]
      throw new DatasetError(
        `${file}: no photo has split '${split}'; there ${known.length > 0 ? `are ${known.join(', ')}` : 'are no splits'}`,
      )
    }
    const photos = await inParallel(chosen, item => toPhoto(item, path))
    return labelledPhotos(path, photos, files)
  },
}

async function toPhoto(item: InstancesEntry, path: string): Promise<LabelledPhoto> {
  const mask = join(path, item.mask)
  const counts = item.objects.every(({ area }) => area !== undefined)
    ? undefined
    : countNumbers(await readLabelImage(mask))
  return {
    image: join(path, item.image),
    mask,
    id: item.mask,
    objects: item.objects.map(({ id, area, class: className }) => ({
      number: id,
      area: area ?? counts?.get(id) ?? 0,
      class: className,
    })),
    set: item.set,
    part: item.sequence ?? item.domain,
  }
}
