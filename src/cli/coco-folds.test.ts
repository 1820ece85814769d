import { describe, expect, it } from 'vitest'
import { cocoFolds, cocoPart } from './coco-folds.ts'

/** Two objects in each photo. */
const document = (photos: number) => ({
  images: Array.from({ length: photos }, (_, i) => ({ id: i })),
  annotations: Array.from({ length: 2 * photos }, (_, i) => ({ id: i, image_id: Math.floor(i / 2) })),
})

describe('folds of a COCO file', () => {
  it('hold every object once, as evenly as photos allow, and no photo twice', () => {
    const folds = cocoFolds(document(10), 4, 1)
    expect(folds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(folds.map(fold => fold.length).sort()).toEqual([4, 4, 6, 6])
    const photos = folds.map(fold => new Set(fold.map(id => Math.floor(id / 2))))
    expect(photos.reduce((sum, { size }) => sum + size, 0)).toBe(10)
  })

  it('split the objects of a photo only where there are fewer photos than folds', () => {
    expect(cocoFolds(document(2), 4, 1).map(fold => fold.length)).toEqual([1, 1, 1, 1])
  })

  it('follow the seed', () => {
    expect(cocoFolds(document(10), 4, 1)).toEqual(cocoFolds(document(10), 4, 1))
    expect(cocoFolds(document(10), 4, 1)).not.toEqual(cocoFolds(document(10), 4, 2))
  })

  it('need an object each', () => {
    expect(() => cocoFolds(document(1), 4, 1)).toThrow('2 objects, expected 4 or more')
  })

  it('are files of their own, with the photos that they need', () => {
    const part = cocoPart(document(3), [0, 5])
    expect(part.annotations.map(({ id }) => id)).toEqual([0, 5])
    expect(part.images.map(({ id }) => id)).toEqual([0, 2])
  })
})
