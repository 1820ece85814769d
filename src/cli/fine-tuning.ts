import * as v from 'valibot'
import { Batches, type DatasetConfig, openDatasets } from '../datasets/index.ts'
import { startRuntime } from '../runtime/node.ts'
import { type Description, type FloatModel, writeModelFile } from '../segmenter/index.ts'
import { type Recipe, recipeSchema, Trainer, train } from '../training/index.ts'
import type { RuntimeOptions } from './runtime-options.ts'
import { predictInTraining, validate } from './validation.ts'

export type FineTuningOptions = RuntimeOptions & {
  /** What is trained on, and what is held out of it to see when it is enough. */
  readonly train: DatasetConfig
  readonly heldOut: DatasetConfig
  readonly steps: number
  readonly seed: number
  /** How the new model came about, for its file. */
  readonly lineage: string
  readonly signal: AbortSignal
  readonly onStep: (step: { step: number; loss: number }) => Promise<void>
  readonly onValidation: (validation: { step: number; iou: number }) => Promise<void>
}

/** Steps from one look at the held-out objects to the next; and looks without a better answer until it is enough. */
const lookEvery = 15
const patience = 3

/** Of the network what knows pictures in general stays as it is: a few dozen objects cannot teach it better. */
const frozen = ['input', 'conv1', 'bn1', 'stage', 'layer', 'final']

/**
 * A model that has learned from a few objects: the head is trained at a small rate until objects held out are no
 * longer found better, and the best of the weights on the way are kept, those of the start among them.
 *
 * @returns the model file, and the steps after which it was best
 * @throws the signal's reason when it is aborted
 */
export async function fineTune(
  { description, weights }: FloatModel,
  {
    train: config,
    heldOut,
    steps,
    seed,
    lineage,
    signal,
    onStep,
    onValidation,
    ...options
  }: FineTuningOptions,
): Promise<{ file: Uint8Array; steps: number }> {
  const recipe = recipeFor(description, steps, seed)
  const held = await openDatasets([heldOut])
  const runtime = startRuntime(options.runtime)
  const batches = new Batches({ ...recipe, data: [config], workers: 1, cache: 200e6 })
  try {
    const trainer = await Trainer.create(
      runtime,
      { ...recipe, ...options, size: recipe.preset.size },
      weights,
    )
    const predict = predictInTraining(trainer, recipe.preset, 'average')
    let best = { step: 0, iou: (await validate(predict, held, signal)).iou, weights }
    await onValidation(best)
    for await (const { step, loss } of train(trainer, recipe, index => batches.get(index))) {
      signal.throwIfAborted()
      await onStep({ step, loss })
      if (step % lookEvery !== 0 && step !== steps) continue
      const { iou } = await validate(predict, held, signal)
      await onValidation({ step, iou })
      if (iou > best.iou) best = { step, iou, weights: await trainer.weights('average') }
      else if (step >= best.step + patience * lookEvery) break
    }
    const model = { ...description, lineage: [...description.lineage, `${lineage}, ${best.step} steps`] }
    return { file: writeModelFile(model, best.weights), steps: best.step }
  } finally {
    await batches.dispose()
    await runtime.dispose()
  }
}

function recipeFor({ network, preset }: Description, steps: number, seed: number): Recipe {
  return v.parse(recipeSchema, {
    network,
    preset,
    augmentation: { jitter: 0.02 },
    // A model that takes corrections shall not unlearn them.
    ...(preset.channels.includes('include') && { corrections: { again: 0.4, most: 3, outline: 0.4 } }),
    batch: 4,
    steps,
    loss: { crossEntropy: 1, softIou: 1 },
    optimiser: { name: 'adamw', weightDecay: 0.02 },
    schedule: { rate: 0.0005, shape: 'cosine', warmup: 10, floor: 0.05 },
    rates: frozen.map(prefix => ({ prefix, rate: 0 })),
    clip: 1,
    averaging: 0.95,
    seed,
  })
}
