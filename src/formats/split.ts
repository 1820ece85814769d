import { random } from '../image/index.ts'
import type { Annotations, ImageRecord } from './record.ts'

/** Shares of train, val and test, in any unit: 80, 10, 10. */
export type SplitShares = readonly [train: number, val: number, test: number]

/**
 * The photos in parts by chance. Which part a photo is in depends on its path and the seed alone, so that photos keep
 * theirs when others come.
 *
 * @throws RangeError when a share is negative, or all are 0
 */
export function splitPhotos(annotations: Annotations, shares: SplitShares, seed: number): Annotations {
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (!(total > 0 && total < Infinity && shares.every(share => share >= 0)))
    throw new RangeError(
      `split: the shares are ${shares.join(', ')}, expected three of 0 and more, such as 80, 10, 10`,
    )
  return {
    ...annotations,
    images: annotations.images.map((image): ImageRecord => ({ ...image, split: partOf(image.file) })),
  }

  function partOf(file: string): string {
    // No file system has longer paths.
    const bytes = new TextEncoder().encode(file).subarray(-4096)
    const place = random(seed, ...bytes)() * total
    const [train, val] = shares
    return place < train ? 'train' : place < train + val ? 'val' : 'test'
  }
}
