import { basename, join, relative, resolve } from 'node:path'
import { parseLabelMap, vocInstances } from '../formats/index.ts'
import type { Raster } from '../image/index.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { inParallel } from './in-parallel.ts'
import { countNumbers, eightBits, readLabelImage } from './label-image.ts'
import { type LabelledPhoto, labelledPhotos } from './labelled-photos.ts'
import { filesBelow, filesIn, isFile, isFolder, readText } from './paths.ts'

/** PASCAL VOC: numbers of objects in SegmentationObject, their classes, where they are there, in SegmentationClass. */
export const voc: DatasetFormat = {
  layout: 'JPEGImages, SegmentationObject, and ImageSets/Segmentation for splits, as VOC2012 has them',

  fits: path => isFolder(join(path, 'SegmentationObject')),

  async open({ path, split, images = 'JPEGImages' }, files) {
    const classNames = await classesIn(path)
    const photoFolder = resolve(path, images)
    const names = split === undefined ? await allNames(path) : await namesOf(path, split)
    const withClasses = await isFolder(join(path, 'SegmentationClass'))
    const photos = await inParallel(names, async (name): Promise<LabelledPhoto> => {
      const mask = join(path, 'SegmentationObject', `${name}.png`)
      const numbers = await readNumbers(mask)
      const classFile = join(path, 'SegmentationClass', `${name}.png`)
      const classes = withClasses ? await readNumbers(classFile) : undefined
      const areas = countNumbers(numbers)
      return {
        image: await photoOf(photoFolder, name),
        mask,
        id: name,
        objects: vocInstances(numbers, classes, classNames).map(object => ({
          number: object.id,
          area: areas.get(object.id)!,
          class: object.name,
        })),
      }
    })
    return labelledPhotos(path, photos, files)
  },
}

async function allNames(path: string): Promise<string[]> {
  const folder = join(path, 'SegmentationObject')
  const masks = await filesBelow(folder)
  return masks
    .filter(mask => mask.endsWith('.png'))
    .map(mask => relative(folder, mask).slice(0, -'.png'.length))
}

/** VOC's own photos are .jpg; those of others may be something else. */
async function photoOf(folder: string, name: string): Promise<string> {
  const usual = join(folder, `${name}.jpg`)
  for (const ending of ['jpg', 'jpeg', 'png', 'JPG', 'webp', 'tif', 'tiff']) {
    const photo = join(folder, `${name}.${ending}`)
    if (await isFile(photo)) return photo
  }
  return usual
}

/** The names of classes that are not VOC's own, where labelmap.txt has them. */
async function classesIn(path: string): Promise<readonly string[] | undefined> {
  const file = join(path, 'labelmap.txt')
  return (await isFile(file)) ? parseLabelMap(await readText(file, 'the list of classes')) : undefined
}

async function namesOf(path: string, split: string): Promise<string[]> {
  const folder = join(path, 'ImageSets', 'Segmentation')
  const file = join(folder, `${split}.txt`)
  if (!(await isFile(file))) {
    const known = (await filesIn(folder))
      .filter(name => name.endsWith('.txt'))
      .map(name => basename(name, '.txt'))
    throw new DatasetError(`${folder}: there is no split '${split}'; there are ${known.join(', ')}`)
  }
  const lines = (await readText(file, 'the list of photos')).split(/\r?\n/)
  return lines.map(line => line.trim()).filter(line => line !== '')
}

async function readNumbers(path: string): Promise<Raster<Uint8Array>> {
  return eightBits(await readLabelImage(path), path)
}
