import { AnnotationFileError } from './annotation-file-error.ts'
import { objectsByImage } from './by-image.ts'
import { readClassList, writeLabelMap } from './class-list.ts'
import { Collector } from './collector.ts'
import type { AnnotationFormat, Loss, OutputFile } from './format.ts'
import { masksOf, numberAt, paint, placeOfNumber } from './index-picture.ts'
import { readPicture, writePicture } from './instance-masks.ts'
import { photoName, stemOf } from './paths.ts'
import { inSplit } from './photo-place.ts'

/**
 * A picture of class numbers for every photo, as semantic segmentation is trained on, with a palette, and
 * labelmap.txt. All objects of a class in a photo become one. A list of classes may be missing where the pictures have
 * one number beside background and void, as binary masks do.
 */
export const classMasks: AnnotationFormat = {
  name: 'classes',
  label: 'Mask PNGs, class numbers',
  carries: {
    holes: true,
    parts: true,
    masks: true,
    boxes: false,
    scores: false,
    points: false,
    undecided: true,
    classless: false,
    overlaps: false,
  },

  async detect(files) {
    return files.matching(maskFile).length > 0
  },

  async read(files) {
    const collected = new Collector()
    const names = await readClassList(files)
    for (const name of names ?? []) collected.category(name)
    const photos = files.matching(photoName).filter(path => !maskFile.test(path))
    const photoOf = new Map(photos.map(path => [stemOf(path), path]))
    for (const path of files.matching(maskFile)) {
      const picture = await readPicture(files, path)
      // White on black is a mask of one object, and no void.
      const binary = names === undefined && picture.data.every(value => value === 0 || value === 255)
      const { masks, undecided } = masksOf(picture)
      if (binary && undecided) masks.set(1, undecided)
      const stem = stemOf(path.replace(maskFolder, '$1images/'))
      const bare = stemOf(path.replace(maskFolder, '$1'))
      const { width, height } = picture
      const split = splitName.exec(path)?.[1]
      const image = collected.addImage({
        file: photoOf.get(stem) ?? photoOf.get(bare) ?? `${stem}.jpg`,
        width,
        height,
        ...(split !== undefined && { split }),
        ...(!binary && undecided && { undecided: undecided.toRle() }),
      })
      if (names === undefined && masks.size > 1)
        throw new AnnotationFileError(
          `${path}: it has the numbers ${[...masks.keys()].slice(0, 5).join(', ')}; add classes.txt, a class a line from number 1`,
        )
      for (const [number, mask] of masks) {
        const name = names?.[placeOfNumber(number)]
        if (names !== undefined && name === undefined)
          throw new AnnotationFileError(
            `${path}: there is a class ${number}, and the list of classes has ${names.length}`,
          )
        collected.addObject({
          image: image.id,
          shape: { type: 'runs', rle: mask.toRle() },
          ...(name !== undefined && { category: collected.category(name) }),
        })
      }
    }
    return collected.result()
  },

  write(annotations) {
    const { categories } = annotations
    const numberOf = new Map(categories.map(({ id }, k) => [id, numberAt(k)]))
    const files: OutputFile[] = []
    const losses: Loss[] = []
    const photos = []
    for (const [image, list] of objectsByImage(annotations)) {
      const inside = inSplit(image)
      photos.push({ photo: image.file, path: `images/${inside}` })
      const drawn = list.filter(({ crowd, shape }) => !crowd && shape.type !== 'box')
      const painted = paint(image, list, new Map(drawn.map(one => [one, numberOf.get(one.category!)!])))
      losses.push(...painted.losses)
      files.push({ path: `masks/${stemOf(inside)}.png`, content: writePicture(painted.picture) })
    }
    return {
      files: [{ path: 'labelmap.txt', content: writeLabelMap(categories.map(({ name }) => name)) }, ...files],
      photos,
      losses,
    }
  },
}

const maskFolder = /(^|\/)masks\//
const maskFile = /(^|\/)masks\/.*\.png$/i
const splitName = /(?:^|\/)masks\/(train|val|validation|test)\//
