import * as v from 'valibot'
import { augmentationSchema } from '../datasets/index.ts'
import { inputChannels, presetSchema } from '../guidance/index.ts'
import { networkSchema } from '../network/index.ts'
import { lossSchema } from './losses.ts'
import { optimiserSchema } from './optimisers.ts'
import { scheduleSchema } from './schedule.ts'

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least))

/**
 * All that a training run depends on beside its data and its starting weights; the same recipe, data and
 * weights give the same network on the same number of threads.
 */
export const recipeSchema = v.pipe(
  v.strictObject({
    network: networkSchema,
    preset: presetSchema,
    augmentation: augmentationSchema,
    /** Objects of fewer pixels are not trained on. */
    minimumArea: v.optional(whole(0), 0),
    batch: whole(1),
    /** Batches whose gradients are averaged for one step. */
    accumulation: v.optional(whole(1), 1),
    steps: whole(1),
    loss: lossSchema,
    optimiser: optimiserSchema,
    schedule: scheduleSchema,
    /** Factors of the learning rate by the beginning of parameter names; the first that fits counts, 0 freezes. */
    rates: v.optional(v.array(v.object({ prefix: v.string(), rate: v.pipe(v.number(), v.minValue(0)) })), []),
    /** Largest norm of a step's gradient; 0 for no limit. */
    clip: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
    /** Share of the running average of the weights that stays at every step; 0 for no average. */
    averaging: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
    seed: v.optional(whole(0), 1),
  }),
  v.check(
    ({ network, preset }) => network.channels === inputChannels(preset),
    'network.channels: expected three colours and one for each channel of the preset',
  ),
)

export type Recipe = v.InferOutput<typeof recipeSchema>
