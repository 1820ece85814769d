import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import * as v from 'valibot'
import { presets as guidancePresets } from '../guidance/index.ts'
import { buildNetwork, initialWeights, presets as networkPresets, networkSchema } from '../network/index.ts'
import { writeModelFile } from '../segmenter/index.ts'
import { CommandError } from './errors.ts'
import { print, refuseExisting, writeOutput } from './files.ts'
import { fitWeights, indented, readWeightFile } from './weight-file.ts'

type Options = {
  readonly out: string
  readonly network: keyof typeof networkPresets
  readonly preset: keyof typeof guidancePresets
  readonly precision: 'float32' | 'float16'
  readonly name?: string
  readonly licence?: string
  readonly force?: boolean
  readonly json?: boolean
}

export function define(command: Command): void {
  command
    .description('Makes a model of weights from PyTorch, such as those of the released DEXTR.')
    .argument('<weights>', 'a .pth, .safetensors or .npy file; nothing in it is executed')
    .requiredOption('-o, --out <file>', 'the model to write')
    .addOption(
      new Option('--network <name>', 'what the weights are of')
        .choices(Object.keys(networkPresets))
        .default('resnet101-psp'),
    )
    .addOption(
      new Option('--preset <name>', 'how clicks become its input')
        .choices(Object.keys(guidancePresets))
        .default('paper'),
    )
    .addOption(
      new Option('--precision <type>', 'of the weights in the model; float16 halves it')
        .choices(['float32', 'float16'])
        .default('float32'),
    )
    .option('--name <text>', 'of the model (default: that of the weights)')
    .option('--licence <text>', 'terms of the weights, which the model states')
    .option('--force', 'replace the model when it is there')
    .option('--json', 'print what matched as JSON')
    .addHelpText(
      'after',
      `
Examples:
  # The weights that the authors released
  dextr import dextr_pascal-sbd.pth -o dextr-paper.onnx
  dextr segment bear.jpg --points "12,80 95,14 170,88 90,190" --model dextr-paper.onnx --out mask.png`,
    )
    .action(run)
}

async function run(path: string, options: Options): Promise<void> {
  const { out, preset: presetName, precision } = options
  if (!options.force) await refuseExisting([out])
  const preset = guidancePresets[presetName]
  const config = v.parse(networkSchema, networkPresets[options.network])
  const network = buildNetwork(config, [1, config.channels, preset.size, preset.size])
  const weights = await readWeightFile(path, network)
  const { matched, missing, leftOver, wrongShape, text } = fitWeights(weights, network, path)
  if (missing.length + wrongShape.length > 0)
    throw new CommandError(
      `${path}: these are not the weights of ${options.network}; name another --network\n${indented(text)}`,
    )
  const description = {
    version: 1 as const,
    name: options.name ?? basename(path).replace(/\.[^.]*$/, ''),
    network: config,
    preset,
    lineage: [...weights.lineage],
    licence: options.licence ?? weights.licence ?? `not stated; see where ${basename(path)} is from`,
  }
  await writeOutput(out, writeModelFile(description, initialWeights(network, matched, 0), precision))
  await print(
    options.json
      ? JSON.stringify({ model: out, matched: [...matched.keys()], missing, leftOver })
      : `${out}\n${indented(text)}`,
  )
}
