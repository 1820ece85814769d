import { iou, Mask } from '../mask/index.ts'
import { classNames, objectsByImage } from './by-image.ts'
import type { PhotoPlace } from './format.ts'
import { cornersOf } from './outlines.ts'
import { type Annotations, type ImageRecord, maskOf, type ObjectRecord } from './record.ts'

/** What became of one object between two collections. */
export type ComparedObject = {
  readonly photo: string
  readonly object: number
  readonly box: boolean
  /** Intersection over union with the object that it became; 0 when there is none. */
  readonly iou: number
  /** Objects without a class may have been given one. */
  readonly sameClass: boolean
}

export type Comparison = {
  readonly objects: readonly ComparedObject[]
  /** Photos that are there no more, and objects that were not there before. */
  readonly missingPhotos: readonly string[]
  readonly extraObjects: number
}

/**
 * Compares what was written with what is read back, object by object: each goes with the one that it overlaps most,
 * the best pair first, and of equals one that is described alike. Objects of which only a box is known count as filled boxes.
 *
 * @param places  where photos are as seen from the export, since readers name them by that
 * @throws AnnotationFileError when run lengths are damaged
 */
export function compareAnnotations(
  before: Annotations,
  after: Annotations,
  places: readonly PhotoPlace[] = [],
): Comparison {
  const placeOf = new Map(places.map(({ photo, path }) => [photo, path]))
  const afterByFile = new Map(
    [...objectsByImage(after)].map(([image, list]) => [image.file, { image, list }]),
  )
  const nameBefore = classNames(before)
  const nameAfter = classNames(after)
  const objects: ComparedObject[] = []
  const missingPhotos: string[] = []
  let extraObjects = 0
  for (const [image, list] of objectsByImage(before)) {
    const counterpart =
      endOf(placeOf.get(image.file) ?? image.file, afterByFile) ?? afterByFile.get(image.file)
    if (counterpart === undefined) missingPhotos.push(image.file)
    const pairs = pairsOf(image, list, counterpart?.image ?? image, counterpart?.list ?? [])
    for (const object of list) {
      const pair = pairs.get(object)
      objects.push({
        photo: image.file,
        object: object.id,
        box: object.shape.type === 'box',
        iou: pair?.iou ?? 0,
        sameClass: pair !== undefined && [undefined, nameAfter(pair.object)].includes(nameBefore(object)),
      })
    }
    extraObjects += (counterpart?.list.length ?? 0) - pairs.size
  }
  return { objects, missingPhotos, extraObjects }
}

/** Whether anything differs: a photo or an object, a pixel or a class. */
export function isSame({ objects, missingPhotos, extraObjects }: Comparison): boolean {
  const changed = objects.some(({ iou, sameClass }) => iou < 1 || !sameClass)
  return !changed && missingPhotos.length === 0 && extraObjects === 0
}

/** What a path stands for, or what is left of it without its first folders. */
function endOf<T>(path: string, known: ReadonlyMap<string, T>): T | undefined {
  const steps = path.split('/')
  const end = steps.findIndex((_, k) => known.has(steps.slice(k).join('/')))
  return end < 0 ? undefined : known.get(steps.slice(end).join('/'))
}

type Pair = { readonly object: ObjectRecord; readonly iou: number }

function pairsOf(
  image: ImageRecord,
  list: readonly ObjectRecord[],
  otherImage: ImageRecord,
  others: readonly ObjectRecord[],
): Map<ObjectRecord, Pair> {
  const masks = others.map(other => ({ other, mask: pixelsOf(other, otherImage) }))
  const sameSize = image.width === otherImage.width && image.height === otherImage.height
  const candidates = list.flatMap(object => {
    const mask = pixelsOf(object, image)
    return masks
      .filter(({ mask: other }) => sameSize && meet(mask, other))
      .map(({ other, mask: pixels }) => ({ object, other, iou: iou(mask, pixels) }))
  })
  const pairs = new Map<ObjectRecord, Pair>()
  const taken = new Set<ObjectRecord>()
  // Objects without pixels are all alike: how they are described tells which is which.
  const isAlike = ({ object, other }: (typeof candidates)[number]) =>
    Number(object.shape.type === other.shape.type)
  for (const { object, other, iou } of candidates.sort((a, b) => b.iou - a.iou || isAlike(b) - isAlike(a))) {
    if (pairs.has(object) || taken.has(other)) continue
    pairs.set(object, { object: other, iou })
    taken.add(other)
  }
  return pairs
}

function pixelsOf(object: ObjectRecord, image: ImageRecord): Mask {
  const mask = maskOf(object, image)
  if (mask) return mask
  return object.box ? Mask.fromPolygons([cornersOf(object.box)], image) : Mask.empty(image)
}

function meet({ box: a }: Mask, { box: b }: Mask): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}
