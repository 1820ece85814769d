import * as v from 'valibot'
import { augmentationSchema } from '../datasets/index.ts'
import { inputChannels, presetSchema } from '../guidance/index.ts'
import { networkSchema } from '../network/index.ts'
import { correctionsSchema } from './corrections.ts'
import { lossSchema } from './losses.ts'
import { optimiserSchema } from './optimisers.ts'
import { patchesSchema } from './patch-batches.ts'
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
    /** Samples that are corrected before they are trained on; without it none is. */
    corrections: v.optional(correctionsSchema),
    /** For a network that refines outlines: it is trained on patches along them, not on whole objects. */
    patches: v.optional(patchesSchema),
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
    rates: v.optional(
      v.array(v.strictObject({ prefix: v.string(), rate: v.pipe(v.number(), v.minValue(0)) })),
      [],
    ),
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

/**
 * A recipe from the text of a JSON file, with defaults filled in.
 *
 * @param file  its name, for errors
 * @throws RangeError that names the first value that does not fit, and what would
 */
export function readRecipe(text: string, file: string): Recipe {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new RangeError(`recipe: ${file} is no JSON (${(error as Error).message})`, { cause: error })
  }
  const { success, output, issues } = v.safeParse(recipeSchema, json)
  if (success) return output
  const place = v.getDotPath(issues[0])
  throw new RangeError(`recipe: ${file}: ${place ? `${place}: ` : ''}${issues[0].message}`)
}

/** What one recipe says otherwise than another, such as "batch is 4, not 8". */
export function recipeDifferences(found: Recipe, expected: Recipe): string[] {
  return differences(found, expected, [])
}

function differences(found: unknown, expected: unknown, path: readonly string[]): string[] {
  if (isObject(found) && isObject(expected))
    return [...new Set([...Object.keys(found), ...Object.keys(expected)])].flatMap(key =>
      differences(found[key], expected[key], [...path, key]),
    )
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  return a === b ? [] : [`${path.join('.')} is ${a ?? 'missing'}, not ${b ?? 'missing'}`]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
