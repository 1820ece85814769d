import { basename, extname, join, resolve } from 'node:path'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { inParallel } from './in-parallel.ts'
import { countNumbers, countObjects, type LabelImage, readLabelImage } from './label-image.ts'
import { type LabelledPhoto, labelledPhotos } from './labelled-photos.ts'
import { filesIn, isFolder } from './paths.ts'

/** A folder of photos and a folder of masks, PNGs with the photos' names. */
export const folders: DatasetFormat = {
  layout: 'images/bear.jpg and masks/bear.png for every photo',

  async fits(path) {
    return (await isFolder(join(path, 'images'))) && (await isFolder(join(path, 'masks')))
  },

  async open({ path, split, images = 'images', masks = 'masks', values }, files) {
    if (split !== undefined)
      throw new DatasetError(
        `${path}: a folder of masks has no split '${split}'; name the folders of a part with images and masks`,
      )
    const [imageFolder, maskFolder] = [resolve(path, images), resolve(path, masks)]
    const pairs = matchNames(imageFolder, await filesIn(imageFolder), maskFolder, await filesIn(maskFolder))
    const photos = await inParallel(pairs, async ({ image, mask }): Promise<LabelledPhoto> => {
      const objects = countObjects(toNumbers[values](await readLabelImage(mask), mask))
      return { image, mask, id: join(masks, basename(mask)), objects }
    })
    return labelledPhotos(path, photos, files, toNumbers[values])
  },
}

type Pair = { readonly image: string; readonly mask: string }

const photoName = /\.(jpe?g|png|webp|tiff?|gif|avif)$/i

/**
 * @throws DatasetError naming the first photo without a mask or mask without a photo, and how many there are
 */
function matchNames(
  imageFolder: string,
  images: readonly string[],
  maskFolder: string,
  masks: readonly string[],
): Pair[] {
  const photos = new Map<string, string>()
  for (const image of images.filter(name => photoName.test(name))) {
    const name = withoutExtension(image)
    if (photos.has(name))
      throw new DatasetError(
        `${join(imageFolder, image)}: ${photos.get(name)} has the same name, so a mask would belong to both; rename one`,
      )
    photos.set(name, image)
  }
  const maskOf = new Map(
    masks.filter(name => /\.png$/i.test(name)).map(mask => [withoutExtension(mask), mask]),
  )
  const unmasked = [...photos.keys()].filter(name => !maskOf.has(name))
  if (unmasked.length > 0)
    throw new DatasetError(
      `${join(imageFolder, photos.get(unmasked[0]!)!)}: there is no mask ${join(maskFolder, `${unmasked[0]}.png`)}${andMore(unmasked)}; add masks, or move photos without one elsewhere`,
    )
  const orphans = [...maskOf.keys()].filter(name => !photos.has(name))
  if (orphans.length > 0)
    throw new DatasetError(
      `${join(maskFolder, maskOf.get(orphans[0]!)!)}: there is no photo ${join(imageFolder, orphans[0]!)}.jpg or .png${andMore(orphans)}; add photos, or move masks without one elsewhere`,
    )
  return [...photos].map(([name, image]) => ({
    image: join(imageFolder, image),
    mask: join(maskFolder, maskOf.get(name)!),
  }))
}

function withoutExtension(file: string): string {
  return basename(file, extname(file))
}

function andMore(list: readonly string[]): string {
  return list.length > 1 ? ` (and ${list.length - 1} more like it)` : ''
}

/** Objects by number, out of what the values of a mask say. */
const toNumbers: Record<'binary' | 'soft' | 'numbers', (labels: LabelImage, path: string) => LabelImage> = {
  numbers: labels => labels,

  binary(labels, path) {
    const values = [...countNumbers(labels).keys()]
    if (values.filter(value => value > 0).length > 1)
      throw new DatasetError(
        `${path}: values ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', ...' : ''}, expected 0 and one other; set values to 'numbers' if they number objects, to 'soft' if they fade out at the edges`,
      )
    return marked(labels, 1)
  },

  soft: labels => marked(labels, labels.data instanceof Uint8Array ? 128 : 32768),
}

/** 1 where a value is `least` or more, 0 elsewhere. */
function marked({ width, height, channels, data }: LabelImage, least: number): LabelImage {
  const out = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) if (data[i]! >= least) out[i] = 1
  return { width, height, channels, data: out }
}
