import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { disc, maskOf, redPhoto } from '../../test/red-photo.ts'
import type { Dataset, Entry } from '../datasets/index.ts'
import { type Estimator, PatchBatches } from './patch-batches.ts'
import { readRecipe } from './recipe.ts'

const file = new URL('../../models/refine/recipe.json', import.meta.url)
const { patches: shipped, ...rest } = readRecipe(readFileSync(file, 'utf8'), 'refine')
const recipe = {
  ...rest,
  batch: 4,
  preset: { ...rest.preset, size: 32 },
  augmentation: { ...rest.augmentation, appearance: { colours: 0, grey: 0, blur: 0, noise: 0, jpeg: 0 } },
}
const pixels = 32 ** 2
const size = { width: 200, height: 160 }
const shapes = [disc({ x: 90, y: 80 }, 60), disc({ x: 120, y: 70 }, 40)]
const dataset: Dataset = {
  name: 'discs',
  entries: shapes.map(
    (_, object): Entry => ({ id: `${object}`, image: 'photo', annotation: 'mask', object, area: 5000 }),
  ),
  async read({ object }) {
    const shape = shapes[object]!
    const { data } = maskOf(size, shape).toBitmap()
    return {
      photo: redPhoto(size, shape),
      mask: { ...size, channels: 1, data: data.map(value => 255 * value) },
    }
  },
  annotatedSize: async () => size,
}
const whole = { x0: 0, y0: 0, x1: 199, y1: 159 }
const half: Estimator = async () => ({
  probability: { width: 50, height: 40, channels: 1, data: new Float32Array(2000).fill(0.5) },
  box: whole,
})
const batches = (simulated: number, estimator = half) =>
  new PatchBatches(recipe, { ...shipped!, perObject: 2, simulated }, dataset, estimator)

describe('batches of patches', () => {
  it('show photo, mask and estimate of one place: here, what is red is the object', async () => {
    const { input, target, weight } = await batches(1).get(3)
    expect(input.shape).toEqual([4, 4, 32, 32])
    let edges = 0
    for (let patch = 0; patch < 4; patch++) {
      const red = input.data.subarray(patch * 4 * pixels, (patch * 4 + 1) * pixels)
      const truth = target.data.subarray(patch * pixels, (patch + 1) * pixels)
      const wrong = truth.filter((share, i) => share > 0.9 !== red[i]! > 180 && (share < 0.1 || share > 0.9))
      expect(wrong.length).toBeLessThan(0.02 * pixels)
      if (truth.includes(0) && truth.includes(1)) edges++
    }
    expect(edges).toBeGreaterThan(1)
    expect(Math.max(...weight.data)).toBe(1)
  })

  it('are the same whenever they are asked for', async () => {
    const inOrder = batches(0.5)
    await inOrder.get(0)
    expect(await inOrder.get(1)).toEqual(await batches(0.5).get(1))
  })

  it('ask for the answer about an object once', async () => {
    let asked = 0
    const counting: Estimator = (photo, points) => {
      asked++
      expect(points).toHaveLength(4)
      return half(photo, points)
    }
    const own = batches(0, counting)
    for (let index = 0; index < 4; index++) {
      const { input } = await own.get(index)
      expect(input.data.subarray(3 * pixels, 4 * pixels)).toContain(0.5)
    }
    expect(asked).toBe(2)
  })

  it('report what cannot be read when it is its turn', async () => {
    const broken = { ...dataset, read: () => Promise.reject(new Error('no photo')) }
    const own = new PatchBatches(recipe, shipped!, broken, half)
    await expect(own.get(0)).rejects.toThrow('no photo')
  })
})
