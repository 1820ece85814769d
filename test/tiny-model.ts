import { initialWeights } from '../src/network/index.ts'
import { type Description, modelNetwork, writeModelFile } from '../src/segmenter/index.ts'
import { tinyRecipe } from './tiny-training.ts'

/** A network of 32 pixels that takes a millisecond and knows nothing. */
export const tinyDescription: Description = {
  version: 1,
  name: 'tiny',
  network: {
    backbone: { name: 'strided', widths: [16, 24, 32], filters: [] },
    head: {
      name: 'decoder',
      bins: [1, 2],
      branch: 8,
      width: 32,
      levels: [{ stride: 4, skip: 8, width: 16 }],
    },
    channels: 4,
    classes: 1,
  },
  preset: { ...tinyRecipe.preset, threshold: 0.4 },
  lineage: ['drawn by chance'],
  licence: 'MIT',
}

/** Its file, in float16. */
export function tinyModel(): Uint8Array {
  return writeModelFile(tinyDescription, initialWeights(modelNetwork(tinyDescription), new Map(), 1))
}
