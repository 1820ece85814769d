import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Annotations, readCoco } from '../formats/index.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat, Source } from './dataset-format.ts'
import { filesIn, isFile, isFolder, reason } from './paths.ts'
import { recordsDataset } from './records.ts'

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
    return recordsDataset(annotations, file, name => join(photos, name), source.crowds, files)
  },
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
