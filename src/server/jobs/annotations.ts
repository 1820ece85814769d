import type { ClassRecord, ObjectRecord } from '../../document/index.ts'
import type { Annotations, ImageRecord, ObjectRecord as WrittenObject } from '../../formats/index.ts'
import { Mask } from '../../mask/index.ts'
import type { ImageListing } from '../../store/index.ts'

/** A photo with its objects, as the document has them. */
export type LabelledPhoto = { readonly image: ImageListing; readonly objects: readonly ObjectRecord[] }

export type Choice = {
  /** Whether objects that nobody accepted stay behind. Rejected ones always do. */
  readonly acceptedOnly: boolean
  /** Whether the format holds masks; outlines are simplified by each object's own detail where it does not. */
  readonly masks: boolean
}

/**
 * The document as formats write it. Classes keep their order and so their numbers, whichever objects there are; photos
 * on which nothing was done yet stay behind, for without objects they would say that there are none.
 */
export function annotationsOf(
  photos: readonly LabelledPhoto[],
  classes: readonly ClassRecord[],
  { acceptedOnly, masks }: Choice,
): Annotations {
  const numbers = new Map(classes.map(({ id }, i) => [id, i + 1]))
  const images: ImageRecord[] = []
  const objects: WrittenObject[] = []
  for (const photo of photos) {
    const chosen = photo.objects.filter(
      ({ review }) => review === 'accepted' || (review !== 'rejected' && !acceptedOnly),
    )
    if (chosen.length === 0 && photo.image.state !== 'done') continue
    const { path, width, height } = photo.image
    const image = images.length + 1
    images.push({ id: image, file: path, width, height })
    for (const object of chosen) {
      const category = object.class === null ? undefined : numbers.get(object.class)
      const written = writtenShape(object, masks)
      if (!written) continue
      objects.push({
        id: objects.length + 1,
        image,
        ...(category !== undefined && { category }),
        ...written,
        crowd: false,
        ...(object.score !== null && { score: object.score }),
        ...(object.prompt && object.prompt.points.length > 0 && { points: object.prompt.points }),
      })
    }
  }
  const categories = classes.map(({ name }, i) => ({ id: i + 1, name }))
  return { images, categories, objects }
}

/** Undefined for an object of which nothing is known. */
function writtenShape(
  { mask, box, detail }: ObjectRecord,
  masks: boolean,
): Pick<WrittenObject, 'shape' | 'box'> | undefined {
  if (mask) {
    if (masks || detail === 0) return { shape: { type: 'runs', rle: mask } }
    return { shape: { type: 'outlines', parts: Mask.fromRle(mask).contours({ tolerance: detail }) } }
  }
  return box ? { shape: { type: 'box' }, box } : undefined
}
