import { joined, openDatasets, subset } from '../datasets/index.ts'
import type { Predict } from '../evaluation/index.ts'
import { type Preset, pasteMask } from '../guidance/index.ts'
import { pyramid } from '../image/index.ts'
import { Dextr } from '../index.ts'
import { Mask } from '../mask/index.ts'
import { type Refiner, refine } from '../segmenter/index.ts'
import { type Estimator, PatchBatches, type Recipe, type Trainer } from '../training/index.ts'
import type { RuntimeOptions } from './runtime-options.ts'
import type { Part } from './training-data.ts'

export type RefiningOptions = { readonly refines?: string }

/** What training a network that refines outlines has of its own: patches to train on, and refined masks to measure. */
type Refining = {
  readonly batches: PatchBatches
  predict(trainer: Trainer, preset: Preset, weights: 'latest' | 'average'): Predict
  dispose(): Promise<void>
}

/**
 * @param cache  bytes of decoded photos that are kept
 * @throws what loading the model whose answers are refined throws
 */
export async function openRefining(
  recipe: Recipe,
  patches: NonNullable<Recipe['patches']>,
  { configs }: Part,
  options: RefiningOptions & RuntimeOptions,
  cache: number,
): Promise<Refining> {
  const datasets = await Promise.all(configs.map(config => openDatasets([config], cache / configs.length)))
  const chosen = datasets.map(dataset => subset(dataset, patches.objects, recipe.seed))
  const dextr = await Dextr.load(options.refines, options)
  const estimate: Estimator = async (raster, points) => {
    const { probability, frame } = await (await dextr.open(raster)).segment(points)
    return { probability, box: frame.box }
  }
  return {
    batches: new PatchBatches(recipe, patches, joined(chosen), estimate),
    predict:
      (trainer, preset, weights) =>
      async (raster, { points }) => {
        const refiner: Refiner = {
          preset,
          batch: 1,
          run: async input => (await trainer.predict(input, weights)).data,
        }
        const { threshold } = dextr.description.preset
        const mask = await (await dextr.open(raster)).segment(points)
        const refined = await refine(
          refiner,
          pyramid(raster),
          { probability: mask.probability, box: mask.frame.box },
          { threshold, signal: new AbortController().signal },
        )
        const patch = pasteMask(refined.probability, mask.frame, dextr.description.preset, raster, threshold)
        return Mask.fromBitmap(patch, raster)
      },
    dispose: () => dextr.dispose(),
  }
}
