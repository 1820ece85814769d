import { join } from 'node:path'
import { type Command, Option } from 'commander'
import * as v from 'valibot'
import { type Dataset, openDatasets, subset } from '../datasets/index.ts'
import {
  clickingReport,
  clickingSchema,
  contactSheet,
  evaluate,
  type ObjectResult,
  type Predict,
  predictWith,
  report,
  resultLine,
  summarise,
  thresholdReport,
} from '../evaluation/index.ts'
import { Dextr } from '../index.ts'
import { addDataOptions, type DataOptions, datasetConfigs } from './data-options.ts'
import { UsageError } from './errors.ts'
import { print, refuseExisting, writeWhole } from './files.ts'
import { interruption } from './interruption.ts'
import { numberFrom, wholeNumber } from './options.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { duration, terminal } from './terminal.ts'

type Options = DataOptions &
  RuntimeOptions & {
    readonly clicks: 'points' | 'box'
    readonly jitter: number
    readonly draws: number
    readonly seed: number
    readonly limit?: number
    readonly mean: 'objects' | 'parts'
    readonly thresholds?: boolean
    readonly out?: string
    readonly force?: boolean
    readonly json?: boolean
  }

export function define(command: Command): void {
  command
    .description(
      'Clicks on every object of datasets as a person would, and compares the answers with the masks.',
    )
    .argument('<model>', 'a model file')
  addDataOptions(command)
    .option('--split <name>', 'part of the data (default: all)')
    .addOption(
      new Option('--clicks <kind>', 'four extreme points, or a box')
        .choices(['points', 'box'])
        .default('points'),
    )
    .option(
      '--jitter <share>',
      "deviation of the clicks, as a share of the object's size",
      numberFrom(0, 1),
      0,
    )
    .option('--draws <n>', 'how often each object is clicked', wholeNumber(1), 1)
    .option('--seed <n>', 'what the clicks and --limit follow', wholeNumber(0), 1)
    .option('--limit <n>', 'only so many objects of each dataset, chosen by chance', wholeNumber(1))
    .addOption(
      new Option('--mean <of>', 'what scores are averaged over; parts are sequences of DAVIS')
        .choices(['objects', 'parts'])
        .default('objects'),
    )
    .option('--thresholds', 'compare thresholds from 0.1 to 0.9')
    .option(
      '--out <dir>',
      'folder for a table, a line of JSON for each object, and a contact sheet of each dataset',
    )
    .option('--force', 'replace files that are there')
    .option('--json', 'print scores as JSON, a line for each dataset')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  # Tables by size and class, and a contact sheet of the best, the median and the worst
  dextr evaluate models/dextr.onnx --data examples/pictures --out report

  # How much careless clicks cost
  dextr evaluate models/dextr.onnx --data examples/pictures --jitter 0.02 --draws 10`,
    )
    .action(run)
}

const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

async function run(model: string, options: Options): Promise<void> {
  if (!options.data) throw new UsageError('evaluate: no data; name a folder of photos and masks with --data')
  using interrupt = interruption('stopping')
  const { signal } = interrupt
  const datasets = await Promise.all(options.data.map(path => openDataset(path, options)))
  const places = new Map(
    datasets.map((dataset, i) => {
      const isTaken = datasets.slice(0, i).some(({ name }) => name === dataset.name)
      return [dataset, reportFiles(options.out, isTaken ? `${dataset.name}-${i + 1}` : dataset.name)]
    }),
  )
  if (!options.force) await refuseExisting([...places.values()].flatMap(files => Object.values(files)))
  await using dextr = await Dextr.load(model, options)
  const predict = predictWith(dextr)
  for (const dataset of datasets) {
    const results = await measure(dataset, predict, options, signal)
    const text = tables(dataset, results, options)
    if (options.out) {
      const files = places.get(dataset)!
      await writeWhole(files.table, text)
      await writeWhole(files.results, results.map(resultLine).join(''))
      await writeWhole(
        files.sheet,
        await contactSheet(dataset, results, `${dextr.description.name} on ${dataset.name}`),
      )
    }
    await print(
      options.json ? JSON.stringify({ dataset: dataset.name, ...summarise(results, options.mean) }) : text,
    )
  }
}

/** Bytes of decoded photos that are kept: the objects of a photo follow each other. */
const cache = 200e6

async function openDataset(path: string, options: Options): Promise<Dataset> {
  const { split, limit, seed } = options
  const configs = datasetConfigs([path], options).map(config => ({ ...config, ...(split && { split }) }))
  const dataset = await openDatasets(configs, cache)
  return limit === undefined ? dataset : subset(dataset, limit, seed)
}

async function measure(dataset: Dataset, predict: Predict, options: Options, signal: AbortSignal) {
  const { clicks, jitter, draws, seed } = options
  const clicking = v.parse(clickingSchema, { kind: clicks, jitter, draws, seed })
  const total = dataset.entries.length * draws
  const start = performance.now()
  const results: ObjectResult[] = []
  for await (const result of evaluate(dataset, predict, {
    clicking,
    signal,
    ...(options.thresholds && { thresholds }),
  })) {
    results.push(result)
    const done = results.length
    terminal.progress(done / total, () => {
      const left = ((performance.now() - start) / 1000 / done) * (total - done)
      const { iou } = summarise(results)
      return `${dataset.name}: ${done} of ${total}  IoU ${iou.toFixed(3)}  ${duration(left)} left`
    })
  }
  terminal.clear()
  return results
}

function tables(dataset: Dataset, results: readonly ObjectResult[], options: Options): string {
  return [
    `${dataset.name}\n\n${report(results, options.mean)}`,
    ...(options.draws > 1 ? [clickingReport(results)] : []),
    ...(options.thresholds ? [thresholdReport(results, thresholds)] : []),
  ].join('\n')
}

function reportFiles(
  out: string | undefined,
  name: string,
): Record<'table' | 'results' | 'sheet', string> | Record<string, never> {
  if (out === undefined) return {}
  return {
    table: join(out, `${name}.txt`),
    results: join(out, `${name}.jsonl`),
    sheet: join(out, `${name}.svg`),
  }
}
