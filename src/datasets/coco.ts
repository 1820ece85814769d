import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Annotations, maskOf, type ObjectRecord, readCoco } from '../formats/index.ts'
import type { Raster } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import type { Dataset, Entry } from './dataset.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat, Source } from './dataset-format.ts'
import type { Files } from './files.ts'
import { checkSize } from './labelled-photos.ts'
import { filesIn, isFile, isFolder, reason } from './paths.ts'

/** COCO's JSON of polygons and run lengths, with its photos. Objects that have nothing but a box are left out. */
export const coco: DatasetFormat = {
  layout:
    'a JSON file with photos beside it or in images, or annotations/instances_SPLIT.json with photos in SPLIT',

  async fits(path) {
    return (await isFile(path)) ? /\.json$/i.test(path) : (await splitsIn(path)).length > 0
  },

  async open(source, files) {
    const { file, folders } = await locate(source)
    const annotations = readCoco(await readBytes(file), file)
    const photos = await findPhotos(annotations, file, folders)
    return cocoDataset(annotations, file, photos, source.crowds, files)
  },
}

function cocoDataset(
  { images, categories, objects }: Annotations,
  file: string,
  photos: string,
  crowds: Source['crowds'],
  files: Files,
): Dataset {
  const imageOf = new Map(images.map(image => [image.id, image]))
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]))
  const objectOf = new Map(objects.map(object => [object.id, object]))
  const objectsOf = new Map(images.map(({ id }) => [id, [] as ObjectRecord[]]))
  for (const object of objects) if (object.shape.type !== 'box') objectsOf.get(object.image)!.push(object)
  const entries = images.flatMap(image =>
    objectsOf
      .get(image.id)!
      .filter(({ crowd }) => !crowd)
      .map((object): Entry => {
        const className = object.category === undefined ? undefined : nameOf.get(object.category)
        return {
          id: `${image.file}#${object.id}`,
          image: join(photos, image.file),
          annotation: file,
          object: object.id,
          area: object.area ?? maskOf(object, image)!.area,
          ...(className !== undefined && { class: className }),
        }
      }),
  )
  return {
    name: file,
    entries,

    async read(entry) {
      const object = objectOf.get(entry.object)!
      const image = imageOf.get(object.image)!
      const photo = await files.photo(entry.image)
      checkSize(entry, photo, image)
      const mask = maskOf(object, image)!
      if (mask.area === 0)
        throw new DatasetError(
          `${file}: annotation ${object.id} covers no pixel of ${image.file}; raise minimumArea to leave such objects out`,
        )
      const hidden = objectsOf
        .get(image.id)!
        .filter(({ crowd }) => crowd && crowds === 'void')
        .reduce((all, crowd) => all.union(maskOf(crowd, image)!), Mask.empty(image))
        .difference(mask)
      return { photo, mask: toRaster(mask), ...(hidden.area > 0 && { void: toRaster(hidden) }) }
    },

    annotatedSize: async ({ object }) => imageOf.get(objectOf.get(object)!.image)!,
  }
}

/** The JSON file, and the folders in which its photos may lie. */
async function locate({ path, split, images }: Source): Promise<{ file: string; folders: string[] }> {
  if (await isFile(path)) {
    if (split !== undefined)
      throw new DatasetError(`${path}: a file has no split '${split}'; name the JSON file of the split`)
    const beside = dirname(path)
    return {
      file: path,
      folders: images === undefined ? [join(beside, 'images'), beside] : [resolve(beside, images)],
    }
  }
  const splits = await splitsIn(path)
  if (split === undefined || !splits.includes(split))
    throw new DatasetError(
      splits.length === 0
        ? `${path}: there is no annotations/instances_SPLIT.json in it; name a JSON file`
        : `${path}: ${split === undefined ? 'a split is needed' : `there is no split '${split}'`}; there are ${splits.join(', ')}`,
    )
  return {
    file: join(path, 'annotations', `instances_${split}.json`),
    folders:
      images === undefined ? [join(path, split), join(path, 'images', split)] : [resolve(path, images)],
  }
}

async function splitsIn(path: string): Promise<string[]> {
  const folder = join(path, 'annotations')
  if (!(await isFolder(folder))) return []
  return (await filesIn(folder)).flatMap(name => /^instances_(.+)\.json$/.exec(name)?.[1] ?? [])
}

/** The folder where the first photo is. */
async function findPhotos(
  { images }: Annotations,
  file: string,
  folders: readonly string[],
): Promise<string> {
  const [first] = images
  if (!first) throw new DatasetError(`${file}: there are no photos in it, expected one or more`)
  for (const folder of folders) if (await isFile(join(folder, first.file))) return folder
  throw new DatasetError(
    `${file}: its photo ${first.file} is not in ${folders.join(' nor in ')}; set images to the folder of the photos`,
  )
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new DatasetError(`${file}: the annotations cannot be read (${reason(error)})`, { cause: error })
  }
}

function toRaster(mask: Mask): Raster<Uint8Array> {
  const { width, height, data } = mask.toBitmap()
  for (let i = 0; i < data.length; i++) data[i] = 255 * data[i]!
  return { width, height, channels: 1, data }
}
