import type { Annotations, ImageRecord, ObjectRecord } from './record.ts'

/** The objects of every photo, in their order; photos without any are there too. */
export function objectsByImage({ images, objects }: Annotations): Map<ImageRecord, ObjectRecord[]> {
  const imageOf = new Map(images.map(image => [image.id, image]))
  const lists = new Map(images.map(image => [image, [] as ObjectRecord[]]))
  for (const object of objects) lists.get(imageOf.get(object.image)!)!.push(object)
  return lists
}

/** Looks up what a class is called. Objects without one have been given one where a format needs it. */
export function classNames({ categories }: Annotations): (object: ObjectRecord) => string | undefined {
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  return ({ category }) => (category === undefined ? undefined : names.get(category))
}
