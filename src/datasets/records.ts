import type { Annotations, ObjectRecord } from '../formats/index.ts'
import { maskOf } from '../formats/index.ts'
import type { Raster } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import type { Dataset, Entry } from './dataset.ts'
import { DatasetError } from './dataset-error.ts'
import type { Source } from './dataset-format.ts'
import type { Files } from './files.ts'
import { checkSize } from './labelled-photos.ts'

/**
 * A dataset of records, whatever format they were read from. Objects that have nothing but a box are left out.
 *
 * @param annotation  the file or folder that they come from
 * @param photoPath   where a photo is, by the name that its record has
 */
export function recordsDataset(
  { images, categories, objects }: Annotations,
  annotation: string,
  photoPath: (file: string) => string,
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
          image: photoPath(image.file),
          annotation,
          object: object.id,
          area: object.area ?? maskOf(object, image)!.area,
          ...(className !== undefined && { class: className }),
        }
      }),
  )
  return {
    name: annotation,
    entries,

    async read(entry) {
      const object = objectOf.get(entry.object)!
      const image = imageOf.get(object.image)!
      const photo = await files.photo(entry.image)
      checkSize(entry, photo, image)
      const mask = maskOf(object, image)!
      if (mask.area === 0)
        throw new DatasetError(
          `${annotation}: annotation ${object.id} covers no pixel of ${image.file}; raise minimumArea to leave such objects out`,
        )
      const hidden = objectsOf
        .get(image.id)!
        .filter(({ crowd }) => crowd && crowds === 'void')
        .map(crowd => maskOf(crowd, image)!)
      if (image.undecided) hidden.push(Mask.fromRle(image.undecided))
      const covered = Mask.unionOf(hidden, image).difference(mask)
      return { photo, mask: toRaster(mask), ...(covered.area > 0 && { void: toRaster(covered) }) }
    },

    annotatedSize: async ({ object }) => imageOf.get(objectOf.get(object)!.image)!,
  }
}

function toRaster(mask: Mask): Raster<Uint8Array> {
  const { width, height, data } = mask.toBitmap()
  for (let i = 0; i < data.length; i++) data[i] = 255 * data[i]!
  return { width, height, channels: 1, data }
}
