import { random } from '../image/index.ts'
import { CommandError } from './errors.ts'

/** As much of a COCO file as has to be known to take it apart. */
export type CocoDocument = {
  readonly images: readonly { readonly id: number }[]
  readonly annotations: readonly { readonly id: number; readonly image_id: number }[]
}

/** Which annotations are in which fold, by their ids; every one is in one. */
export type Folds = readonly (readonly number[])[]

/**
 * Takes the objects of a COCO file apart. Those of one photo stay together, for they are alike; only where there are
 * fewer photos than folds, objects of one photo go into several.
 *
 * @throws CommandError when there are fewer objects than folds
 */
export function cocoFolds({ annotations }: CocoDocument, count: number, seed: number): Folds {
  if (annotations.length < count)
    throw new CommandError(
      `adapt: ${annotations.length} objects, expected ${count} or more; label some more, twenty make a start`,
    )
  const photos = new Set(annotations.map(({ image_id }) => image_id))
  const groups = new Map<number, number[]>()
  for (const { id, image_id } of annotations) {
    const key = photos.size < count ? id : image_id
    groups.set(key, [...(groups.get(key) ?? []), id])
  }
  const folds: number[][] = Array.from({ length: count }, () => [])
  for (const group of shuffled([...groups.values()], seed)) {
    const smallest = folds.reduce((a, b) => (b.length < a.length ? b : a))
    smallest.push(...group)
  }
  return folds
}

/** The file with these objects alone, and the photos that they are in. */
export function cocoPart<T extends CocoDocument>(document: T, ids: readonly number[]): T {
  const wanted = new Set(ids)
  const annotations = document.annotations.filter(({ id }) => wanted.has(id))
  const photos = new Set(annotations.map(({ image_id }) => image_id))
  return { ...document, annotations, images: document.images.filter(({ id }) => photos.has(id)) }
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const next = random(seed)
  return items
    .map(item => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
