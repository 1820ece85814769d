import { basename, join } from 'node:path'
import { type DavisFrame, davisForeground, davisPaths, readDavisList } from '../formats/index.ts'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { inParallel } from './in-parallel.ts'
import { countObjects, eightBits, type LabelImage, readLabelImage } from './label-image.ts'
import { type LabelledPhoto, labelledPhotos } from './labelled-photos.ts'
import { filesIn, foldersIn, isFolder, readText } from './paths.ts'

/** DAVIS at 480p: a folder of frames and one of masks for each sequence, which is the part that reports go by. */
export const davis: DatasetFormat = {
  layout: 'JPEGImages/480p/SEQUENCE, Annotations/480p/SEQUENCE, and ImageSets for splits, as DAVIS has them',

  fits: path => isFolder(join(path, 'Annotations', '480p')),

  async open({ path, split }, files) {
    const { frames, foreground } = await framesOf(path, split)
    const toNumbers = foreground ? asOne : numbersOrOne
    const photos = await inParallel(frames, async (frame): Promise<LabelledPhoto> => {
      const { image, mask } = davisPaths(frame)
      const file = join(path, mask)
      return {
        image: join(path, image),
        mask: file,
        id: `${frame.sequence}/${frame.frame}`,
        objects: countObjects(toNumbers(await readLabelImage(file), file)),
        part: frame.sequence,
      }
    })
    return labelledPhotos(path, photos, files, toNumbers)
  },
}

/** The frames of a split, and whether its task is one foreground, as that of 2016, or several objects. */
async function framesOf(
  path: string,
  split: string | undefined,
): Promise<{ frames: DavisFrame[]; foreground: boolean }> {
  if (split === undefined) {
    const sequences = await foldersIn(join(path, 'Annotations', '480p'))
    return { frames: await allFrames(path, sequences), foreground: false }
  }
  const list = await findList(path, split)
  const file = join(path, 'ImageSets', list)
  const { sequences, frames } = readDavisList(await readText(file, 'the list of sequences'), file)
  return { frames: frames ?? (await allFrames(path, sequences)), foreground: !list.startsWith('2017') }
}

async function allFrames(path: string, sequences: readonly string[]): Promise<DavisFrame[]> {
  const lists = await inParallel(sequences, async sequence => {
    const masks = await filesIn(join(path, 'Annotations', '480p', sequence))
    return masks
      .filter(name => name.endsWith('.png'))
      .map(name => ({ sequence, frame: basename(name, '.png') }))
  })
  return lists.flat()
}

/** The list of a split in ImageSets, such as 2016/val.txt for "2016/val", or for "val" if it is the only one. */
async function findList(path: string, split: string): Promise<string> {
  const folder = join(path, 'ImageSets')
  const lists = await inParallel(await foldersIn(folder), async year =>
    (await filesIn(join(folder, year))).filter(name => name.endsWith('.txt')).map(name => `${year}/${name}`),
  )
  const known = lists.flat()
  const meant = known.filter(list => list === `${split}.txt` || list.endsWith(`/${split}.txt`))
  if (meant.length === 1) return meant[0]!
  const names = (meant.length > 1 ? meant : known).map(list => list.slice(0, -'.txt'.length))
  throw new DatasetError(
    `${folder}: ${meant.length > 1 ? 'several splits are' : 'there is no split'} '${split}'; name one of ${names.join(', ')}`,
  )
}

/** Whatever is no background is the object with the number 1. */
function asOne(labels: LabelImage, path: string): LabelImage {
  return davisForeground(eightBits(labels, path))
}

/** Masks of 2017 number their objects; those of 2016 have 255 for the only one. */
function numbersOrOne(labels: LabelImage, path: string): LabelImage {
  return labels.data.every(value => value === 0 || value === 255) ? asOne(labels, path) : labels
}
