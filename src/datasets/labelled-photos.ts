import { voidNumber } from '../formats/index.ts'
import type { Size } from '../image/index.ts'
import { imageSize } from '../image/node.ts'
import type { Dataset, Entry, Scene } from './dataset.ts'
import { DatasetError } from './dataset-error.ts'
import type { Files } from './files.ts'
import { cutOut, type LabelImage } from './label-image.ts'

/** A photo and the PNG that numbers its objects, by their paths. */
export type LabelledPhoto = {
  readonly image: string
  readonly mask: string
  /** Names the mask in reports. */
  readonly id: string
  readonly objects: readonly {
    readonly number: number
    readonly area: number
    readonly class?: string | undefined
  }[]
  readonly set?: string | undefined
  readonly part?: string | undefined
}

/**
 * A dataset of photos with numbered objects; 255 is void.
 *
 * @param toNumbers  makes numbers of what the PNG holds, when it holds something else
 */
export function labelledPhotos(
  name: string,
  photos: readonly LabelledPhoto[],
  files: Files,
  toNumbers: (labels: LabelImage, path: string) => LabelImage = labels => labels,
): Dataset {
  const entries = photos.flatMap(({ image, mask, id, objects, set, part }) =>
    objects.map(
      ({ number, area, class: className }): Entry => ({
        id: `${id}#${number}`,
        image,
        annotation: mask,
        object: number,
        area,
        ...(className !== undefined && { class: className }),
        ...(set !== undefined && { set }),
        ...(part !== undefined && { part }),
      }),
    ),
  )
  return {
    name,
    entries,

    async read(entry): Promise<Scene> {
      const { image, annotation, object } = entry
      const [photo, stored] = await Promise.all([files.photo(image), files.labels(annotation)])
      checkSize(entry, photo, stored)
      const labels = toNumbers(stored, annotation)
      const mask = cutOut(labels, object)
      if (!mask)
        throw new DatasetError(
          `${annotation}: no pixel has the number ${object}; draw that object or take it out of the list`,
        )
      const hidden = cutOut(labels, voidNumber)
      return { photo, mask, ...(hidden && { void: hidden }) }
    },

    annotatedSize: entry => imageSize(entry.annotation),
  }
}

/** @throws DatasetError when the annotation of an object is of another size than its photo */
export function checkSize({ image, annotation }: Entry, photo: Size, annotated: Size): void {
  const { width, height } = annotated
  if (photo.width === width && photo.height === height) return
  const turned = photo.width === height && photo.height === width
  throw new DatasetError(
    `${annotation}: made for ${width} × ${height} pixels, but ${image} has ${photo.width} × ${photo.height}${
      turned
        ? ' as people see it: the camera stored it turned; turn the annotation, or take the turn out of the photo'
        : '; scale the annotation to the photo, or put the photo back that it was made on'
    }`,
  )
}
