import type { Command } from 'commander'
import { openDatasets, subset } from '../datasets/index.ts'
import { correctionsStudy, evaluate, type Predict } from '../evaluation/index.ts'
import { type Estimate, type Preset, pasteMask, prepare } from '../guidance/index.ts'
import { pyramid } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { Quantizer } from '../quantization/index.ts'
import { startRuntime } from '../runtime/node.ts'
import { addDataOptions, type DataOptions, datasetConfigs } from './data-options.ts'
import { UsageError } from './errors.ts'
import { print, refuseExisting, writeOutput } from './files.ts'
import { interruption } from './interruption.ts'
import { wholeNumber } from './options.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { terminal } from './terminal.ts'
import { usualSplits, withSplits } from './training-data.ts'
import { readWholeModel } from './weight-file.ts'

type Options = DataOptions &
  RuntimeOptions & {
    readonly out: string
    readonly crops: number
    readonly seed: number
    readonly force?: boolean
    readonly json?: boolean
  }

export function define(command: Command): void {
  command
    .description(
      'Makes the fast variant of a model: int8, less than half the time and half the file of float16.',
    )
    .argument('<model>', 'a model file in float16 or float32')
    .requiredOption('-o, --out <file>', 'the model to write')
  addDataOptions(command)
    .option('--split <name>', 'part of the data to look at (default: train, or all where there are no parts)')
    .option('--crops <n>', 'about how many inputs the network is shown', wholeNumber(1), 64)
    .option('--seed <n>', 'which objects they are of', wholeNumber(0), 1)
    .option('--force', 'replace the model when it is there')
    .option('--json', 'print what was made as JSON')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
Objects of the kind that it will be used on serve best, such as those that it was trained on; their masks only say where to
click. What it costs is measured by dextr evaluate, on other objects.

Examples:
  dextr quantize models/dextr.onnx -o fast.onnx --data examples/pictures
  dextr evaluate fast.onnx --data examples/pictures`,
    )
    .action(run)
}

/** Corrections that a model which takes them is shown of every object. */
const corrections = 2

async function run(path: string, options: Options): Promise<void> {
  const { out, data, split, crops, seed } = options
  if (!data) throw new UsageError('quantize: no data; name a folder of photos and masks with --data')
  if (!options.force) await refuseExisting([out])
  using interrupt = interruption('stopping')
  const { signal } = interrupt
  const model = await readWholeModel(path)
  const { preset, network } = model.description
  if (network.head.name === 'refiner')
    throw new UsageError(
      `quantize: ${path} refines outlines, expected a model that finds objects from clicks`,
    )
  const splits = split === undefined ? usualSplits.train : [split]
  const whole = await openDatasets(await withSplits(datasetConfigs(data, options), splits))
  const corrected = preset.channels.includes('include') && preset.channels.includes('exclude')
  const dataset = subset(whole, Math.ceil(crops / (corrected ? 1 + corrections : 1)), seed)
  const runtime = startRuntime(options.runtime, options.threads)
  try {
    const quantizer = await Quantizer.start(model, runtime, options)
    let shown = 0
    const predict = watched(quantizer, preset, signal, () => {
      shown++
      terminal.progress(Math.min(1, shown / crops), () => `${shown} crops`)
    })
    const answers = corrected
      ? correctionsStudy(dataset, predict, { clicks: corrections, accumulate: true, signal })
      : evaluate(dataset, predict, { clicking: { kind: 'points', jitter: 0 }, signal })
    for await (const _ of answers); // what matters is seen by the predictor
    terminal.clear()
    const file = quantizer.write(
      `dextr quantize: int8, ranges of ${shown} crops of ${dataset.entries.length} objects of ${whole.name}, seed ${seed}`,
    )
    await writeOutput(out, file)
    await print(
      options.json
        ? JSON.stringify({ model: out, bytes: file.length, crops: shown, objects: dataset.entries.length })
        : `${out}  ${(file.length / 1e6).toFixed(1)} MB, from ${shown} crops of ${dataset.entries.length} objects`,
    )
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
