import { type Dataset, subset } from '../datasets/index.ts'
import { correctionsStudy, evaluate, type Predict } from '../evaluation/index.ts'
import { type Estimate, type Preset, pasteMask, prepare } from '../guidance/index.ts'
import { pyramid } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { Quantizer } from '../quantization/index.ts'
import { startRuntime } from '../runtime/node.ts'
import type { FloatModel } from '../segmenter/index.ts'
import type { RuntimeOptions } from './runtime-options.ts'

export type FastVariantOptions = RuntimeOptions & {
  /** About how many inputs the network is shown. */
  readonly crops: number
  /** Which objects they are of. */
  readonly seed: number
  readonly signal: AbortSignal
  /** Called with the number of inputs so far. */
  readonly onCrop?: (shown: number) => void
}

/** Corrections that a model which takes them is shown of every object. */
const corrections = 2

/**
 * The int8 variant of a model, with ranges from objects of a dataset, clicked at their extreme points.
 *
 * @returns the model file, and the inputs and objects that it was made from
 * @throws the signal's reason when it is aborted
 */
export async function makeFastVariant(
  model: FloatModel,
  whole: Dataset,
  { crops, seed, signal, onCrop, ...options }: FastVariantOptions,
): Promise<{ file: Uint8Array; crops: number; objects: number }> {
  const { preset } = model.description
  const corrected = preset.channels.includes('include') && preset.channels.includes('exclude')
  const dataset = subset(whole, Math.ceil(crops / (corrected ? 1 + corrections : 1)), seed)
  const runtime = startRuntime(options.runtime, options.threads)
  try {
    const quantizer = await Quantizer.start(model, runtime, options)
    let shown = 0
    const predict = watched(quantizer, preset, signal, () => {
      shown++
      onCrop?.(shown)
    })
    const answers = corrected
      ? correctionsStudy(dataset, predict, { clicks: corrections, accumulate: true, signal })
      : evaluate(dataset, predict, { clicking: { kind: 'points', jitter: 0 }, signal })
    for await (const _ of answers); // what matters is seen by the predictor
    const objects = dataset.entries.length
    const file = quantizer.write(
      `dextr quantize: int8, ranges of ${shown} crops of ${objects} objects of ${whole.name}, seed ${seed}`,
    )
    return { file, crops: shown, objects }
  } finally {
    await runtime.dispose()
  }
}

/** Answers as the model does, its previous answer among its inputs where it has a channel for it. */
function watched(quantizer: Quantizer, preset: Preset, signal: AbortSignal, onCrop: () => void): Predict {
  const estimates = new WeakMap<Mask, Estimate>()
  return async (photo, clicks, before) => {
    const previous = before && estimates.get(before)
    const { input, frame } = prepare(pyramid(photo), { ...clicks, ...(previous && { previous }) }, preset)
    const data = await quantizer.observe(input, signal)
    onCrop()
    const probability = { width: preset.size, height: preset.size, channels: 1, data }
    const mask = Mask.fromBitmap(pasteMask(probability, frame, preset, photo), photo)
    estimates.set(mask, { probability, box: frame.box })
    return mask
  }
}
