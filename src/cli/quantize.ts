import type { Command } from 'commander'
import { openDatasets } from '../datasets/index.ts'
import { addDataOptions, type DataOptions, datasetConfigs } from './data-options.ts'
import { UsageError } from './errors.ts'
import { makeFastVariant } from './fast-variant.ts'
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

async function run(path: string, options: Options): Promise<void> {
  const { out, data, split, crops } = options
  if (!data) throw new UsageError('quantize: no data; name a folder of photos and masks with --data')
  if (!options.force) await refuseExisting([out])
  using interrupt = interruption('stopping')
  const model = await readWholeModel(path)
  if (model.description.network.head.name === 'refiner')
    throw new UsageError(
      `quantize: ${path} refines outlines, expected a model that finds objects from clicks`,
    )
  const splits = split === undefined ? usualSplits.train : [split]
  const dataset = await openDatasets(await withSplits(datasetConfigs(data, options), splits))
  const made = await makeFastVariant(model, dataset, {
    ...options,
    signal: interrupt.signal,
    onCrop: shown => terminal.progress(Math.min(1, shown / crops), () => `${shown} crops`),
  })
  terminal.clear()
  await writeOutput(out, made.file)
  const { file, ...counts } = made
  await print(
    options.json
      ? JSON.stringify({ model: out, bytes: file.length, ...counts })
      : `${out}  ${(file.length / 1e6).toFixed(1)} MB, from ${made.crops} crops of ${made.objects} objects`,
  )
}
