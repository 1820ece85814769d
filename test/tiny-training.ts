import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import sharp from 'sharp'
import * as v from 'valibot'
import { buildNetwork } from '../src/network/index.ts'
import { elementCount, type Shape, tensor } from '../src/tensor/index.ts'
import { type Recipe, recipeSchema } from '../src/training/index.ts'
import { writeSafetensors } from '../src/weights/index.ts'
import { disc, maskOf, redPhoto } from './red-photo.ts'

/** A recipe of steps that take some ten milliseconds: ResNet-50 at 32 pixels, of which a slim decoder is trained. */
export const tinyRecipe: Recipe = v.parse(recipeSchema, {
  network: {
    backbone: { name: 'resnet50v2', guidance: 'stage1' },
    head: { name: 'decoder', branch: 8, width: 16, levels: [{ stride: 8, skip: 8, width: 8 }] },
    channels: 4,
  },
  preset: {
    size: 32,
    sampling: 'exact',
    margin: { share: 0.15, pixels: 4 },
    aspect: 'stretched',
    leave: { share: 0.04, pixels: 2 },
    threshold: 0.5,
    clickWidth: 4,
    peak: 1,
    channels: ['points'],
  },
  augmentation: { jitter: 0.02 },
  minimumArea: 20,
  batch: 2,
  steps: 24,
  loss: { crossEntropy: 1, softIou: 1 },
  optimiser: { name: 'adamw', weightDecay: 0.02 },
  schedule: { rate: 0.001, shape: 'cosine', warmup: 3 },
  rates: [
    { prefix: 'decoder', rate: 1 },
    { prefix: 'guidance', rate: 1 },
    { prefix: '', rate: 0 },
  ],
  clip: 1,
  averaging: 0.9,
  seed: 1,
})

/** A folder with recipe.json, weights.safetensors and data/, six photos with masks. */
export async function writeTinyTraining(folder: string): Promise<void> {
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(tinyRecipe))
  const { network, preset } = tinyRecipe
  const built = buildNetwork(network, [1, network.channels, preset.size, preset.size])
  const weights = new Map(
    [...built.graph.parameters].map(([name, { shape }]) => [
      name,
      tensor('float32', shape, anyWeights(shape)),
    ]),
  )
  writeFileSync(join(folder, 'weights.safetensors'), writeSafetensors(weights))
  await writePhotos(join(folder, 'data'))
}

/** Numbers without a pattern that matters, small enough to pass through many layers; quickly made. */
function anyWeights(shape: Shape): Float32Array<ArrayBuffer> {
  const size = 1 / Math.sqrt(elementCount(shape.slice(1)))
  return Float32Array.from(
    { length: elementCount(shape) },
    (_, i) => (Math.imul(i + 1, 0x9e3779b1) / 2 ** 31) * size,
  )
}

const size = { width: 96, height: 72 }

async function writePhotos(folder: string): Promise<void> {
  mkdirSync(folder)
  const items = []
  for (let i = 1; i <= 6; i++) {
    const object = disc({ x: 20 + 8 * i, y: 36 }, 5 + 3 * i)
    const { data } = redPhoto(size, object)
    await sharp(data, { raw: { ...size, channels: 3 } }).toFile(join(folder, `${i}.jpg`))
    const numbers = maskOf(size, object)
    writeFileSync(join(folder, `${i}.png`), encode({ ...size, channels: 1, data: numbers.toBitmap().data }))
    items.push({
      image: `${i}.jpg`,
      mask: `${i}.png`,
      ...size,
      split: i === 6 ? 'validation' : 'train',
      objects: [{ id: 1, area: numbers.area }],
    })
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(items))
}
