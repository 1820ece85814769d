import type { Dataset, Entry, Scene } from '../datasets/index.ts'
import type { Raster } from '../image/index.ts'
import { Mask } from '../mask/index.ts'

/** An object of a dataset with its photo and its true mask. */
export type TrueObject = {
  readonly entry: Entry
  /** Its place in the dataset, from 0, which its random numbers follow. */
  readonly index: number
  /** Red, green and blue; one raster for all objects of a photo. */
  readonly photo: Raster<Uint8Array>
  readonly truth: Mask
  /** Pixels that count neither way. */
  readonly ignored: Mask | undefined
}

/**
 * Every object of a dataset, one after the other.
 *
 * @throws what reading a photo throws, and the signal's reason once it is aborted
 */
export async function* trueObjects(dataset: Dataset, signal?: AbortSignal): AsyncGenerator<TrueObject> {
  for (const [index, entry] of dataset.entries.entries()) {
    signal?.throwIfAborted()
    const scene = await dataset.read(entry)
    yield { entry, index, photo: scene.photo, ...masksOf(scene) }
  }
}

/** The true mask of a scene, and what counts neither way. */
export function masksOf({ mask, void: hidden }: Scene): Pick<TrueObject, 'truth' | 'ignored'> {
  return { truth: toMask(mask), ignored: hidden && toMask(hidden) }
}

function toMask({ width, height, data }: Raster<Uint8Array>): Mask {
  return Mask.fromBitmap({ width, height, data: data.map(value => (value > 0 ? 1 : 0)) })
}
