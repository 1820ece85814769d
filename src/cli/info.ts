import type { Command } from 'commander'
import { readModel } from '../onnx/index.ts'
import { readDescription } from '../segmenter/index.ts'
import { elementCount } from '../tensor/index.ts'
import { print, readInput } from './files.ts'

export function define(command: Command): void {
  command
    .description(
      'Prints what a model file says of itself: network, guidance, origin and terms of its weights.',
    )
    .argument('<model>', 'a model file')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  dextr info models/dextr.onnx`,
    )
    .action(run)
}

async function run(path: string, { json }: { readonly json?: boolean }): Promise<void> {
  const bytes = await readInput(path)
  const description = readDescription(bytes, path)
  const weights = [...readModel(bytes, path).weights.values()]
  const parameters = weights.reduce((sum, { shape }) => sum + elementCount(shape), 0)
  // That of most: beside int8 there are biases of 32 bits, and layers that stay float32.
  const precision = weights.toSorted((a, b) => elementCount(b.shape) - elementCount(a.shape))[0]?.type ?? ''
  if (json) return print(JSON.stringify({ ...description, parameters, precision, bytes: bytes.length }))
  const { name, network, preset, lineage, licence } = description
  const rows = [
    ['model', name],
    ['file', `${(bytes.length / 1e6).toFixed(1)} MB, ${precision}`],
    [
      'network',
      `${network.backbone.name}, ${network.head.name}, ${(parameters / 1e6).toFixed(2)} million parameters`,
    ],
    ['input', `${preset.size} × ${preset.size}: red, green, blue, ${preset.channels.join(', ')}`],
    ['margin', `${100 * preset.margin.share} % of the object, at least ${preset.margin.pixels} px`],
    ['threshold', String(preset.threshold)],
    ...lineage.map((line, i) => [i === 0 ? 'origin' : '', line]),
    ['licence', licence],
  ]
  await print(rows.map(([title, text]) => `${title!.padEnd(10)} ${text}`).join('\n'))
}
