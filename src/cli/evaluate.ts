import { basename } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import * as v from 'valibot'
import { type Dataset, openDatasets, subset } from '../datasets/index.ts'
import {
  averageOver,
  clickingSchema,
  correctionsFigures,
  correctionsStudy,
  type DatasetFigures,
  evaluate,
  figuresOf,
  furtherPointsFigures,
  furtherPointsStudy,
  jitterFigures,
  jitterStudy,
  type Mean,
  type ObjectResult,
  type Predict,
  plainTable,
  predictWith,
  reportTables,
  summarise,
} from '../evaluation/index.ts'
import { Dextr } from '../index.ts'
import { addDataOptions, type DataOptions, datasetConfigs } from './data-options.ts'
import { UsageError } from './errors.ts'
import { EvaluationFolder } from './evaluation-folder.ts'
import { print } from './files.ts'
import { interruption } from './interruption.ts'
import { numberFrom, wholeNumber } from './options.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { duration, terminal } from './terminal.ts'

const studies = ['jitter', 'box', 'points', 'corrections'] as const

type Study = (typeof studies)[number]

type Options = DataOptions &
  RuntimeOptions & {
    readonly clicks: 'points' | 'box'
    readonly jitter: number
    readonly studies: readonly Study[]
    readonly draws: number
    readonly newestClick?: boolean
    readonly seed: number
    readonly limit?: number
    readonly parts?: string
    readonly mean: Mean
    readonly thresholds?: boolean
    readonly refine?: boolean
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
    .option('--studies <list>', `more to measure: ${studies.join(', ')}, or all`, toStudies, [])
    .option('--draws <n>', 'how often the jitter study clicks each object', wholeNumber(1), 10)
    .option('--newest-click', 'give only the newest correction, not the earlier ones again')
    .option('--seed <n>', 'what the clicks and --limit follow', wholeNumber(0), 1)
    .option('--limit <n>', 'only so many objects of each dataset, chosen by chance', wholeNumber(1))
    .option('--parts <expression>', "its first group, in a photo's name, is the part, such as a sequence")
    .addOption(
      new Option('--mean <of>', 'what scores are averaged over; parts are sequences of DAVIS')
        .choices(['objects', 'parts'])
        .default('objects'),
    )
    .option('--refine', 'make outlines sharp, which takes longer')
    .option('--thresholds', 'compare thresholds from 0.1 to 0.9')
    .option('--out <dir>', 'folder for a report with plots, contact sheets and a line for each object')
    .option('--force', 'replace files that are there')
    .option('--json', 'print figures as JSON, a line for each dataset')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  # Tables by size and class, and a contact sheet of the worst, the median and the best
  dextr evaluate models/dextr.onnx --data examples/pictures --out report

  # What careless clicks cost, and what further points and corrections bring
  dextr evaluate models/dextr.onnx --data examples/pictures --studies all --out report`,
    )
    .action(run)
}

const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const jitters = [0, 0.01, 0.02, 0.04]
const mostPoints = 10
const mostCorrections = 5

async function run(model: string, options: Options): Promise<void> {
  if (!options.data) throw new UsageError('evaluate: no data; name a folder of photos and masks with --data')
  using interrupt = interruption('stopping')
  const { signal } = interrupt
  const datasets = await Promise.all(options.data.map(path => openDataset(path, options)))
  const folder = options.out === undefined ? undefined : new EvaluationFolder(options.out, datasets)
  if (!options.force) await folder?.refuseExisting()
  await using dextr = await Dextr.load(model, options)
  const { channels } = dextr.description.preset
  if (
    options.studies.includes('corrections') &&
    !(['include', 'exclude'] as const).every(c => channels.includes(c))
  )
    throw new UsageError(
      `evaluate: ${model} takes no corrections, only ${channels.join(', ')}; leave corrections out of --studies`,
    )
  const predict = predictWith(dextr, { refine: options.refine })
  const all: DatasetFigures[] = []
  for (const dataset of datasets) {
    const { results, figures } = await measure(dataset, predict, options, signal)
    all.push(figures)
    await folder?.add(dataset, results, `${dextr.description.name} on ${dataset.name}`)
    await print(
      options.json
        ? JSON.stringify(figures)
        : [`${dataset.name}\n`, ...reportTables(figures).map(plainTable)].join('\n'),
    )
  }
  await folder?.finish(model, dextr, all)
}

/** Bytes of decoded photos that are kept: the objects of a photo follow each other. */
const cache = 200e6

async function openDataset(path: string, options: Options): Promise<Dataset> {
  const { split, parts, limit, seed } = options
  const configs = datasetConfigs([path], options).map(config => ({
    ...config,
    ...(split && { split, name: `${basename(config.path)}-${split}` }),
    ...(parts && { parts }),
  }))
  const dataset = await openDatasets(configs, cache)
  return limit === undefined ? dataset : subset(dataset, limit, seed)
}

/** The main pass over a dataset, and then the studies that are wanted. */
async function measure(
  dataset: Dataset,
  predict: Predict,
  options: Options,
  signal: AbortSignal,
): Promise<{ results: ObjectResult[]; figures: DatasetFigures }> {
  const { clicks, jitter, studies, draws, seed, mean, newestClick } = options
  const { name, entries } = dataset
  const average = averageOver[mean]
  const clicking = v.parse(clickingSchema, { kind: clicks, jitter })
  const compared = options.thresholds ? thresholds : []
  const collect = <T>(study: string, results: AsyncIterable<T>, each = 1) =>
    withProgress(`${name}, ${study}`, results, entries.length * each)

  const results = await collect(
    'clicks',
    evaluate(dataset, predict, { clicking, seed, thresholds: compared, signal }),
  )
  let figures = figuresOf(results, { name, clicking, mean, thresholds: compared })
  if (studies.includes('jitter')) {
    const study = jitterStudy(dataset, predict, { shares: jitters, draws, seed, signal })
    const jittered = await collect('jitter', study, 1 + (jitters.length - 1) * draws)
    figures = { ...figures, jitter: jitterFigures(jittered, average) }
  }
  if (studies.includes('box')) {
    const boxed = evaluate(dataset, predict, { clicking: { kind: 'box', jitter: 0 }, signal })
    figures = { ...figures, box: summarise(await collect('box', boxed), mean) }
  }
  if (studies.includes('points')) {
    const study = await collect('further points', furtherPointsStudy(dataset, predict, mostPoints, signal))
    figures = { ...figures, furtherPoints: furtherPointsFigures(study, average) }
  }
  if (studies.includes('corrections')) {
    const accumulate = !newestClick
    const study = correctionsStudy(dataset, predict, { clicks: mostCorrections, accumulate, signal })
    const corrected = await collect('corrections', study)
    figures = { ...figures, corrections: correctionsFigures(corrected, accumulate, average) }
  }
  return { results, figures }
}

/** Gathers results while it says how far they are. */
async function withProgress<T>(name: string, results: AsyncIterable<T>, total: number): Promise<T[]> {
  const start = performance.now()
  const list: T[] = []
  for await (const result of results) {
    list.push(result)
    terminal.progress(list.length / total, () => {
      const left = ((performance.now() - start) / 1000 / list.length) * (total - list.length)
      return `${name}: ${list.length} of ${total}  ${duration(left)} left`
    })
  }
  terminal.clear()
  return list
}

function toStudies(text: string): readonly Study[] {
  if (text === 'all') return studies
  return text.split(',').map(name => {
    const study = studies.find(one => one === name.trim())
    if (!study)
      throw new InvalidArgumentError(`"${name}" is no study, expected ${studies.join(', ')}, or all`)
    return study
  })
}
