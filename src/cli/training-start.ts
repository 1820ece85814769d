import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import type { DatasetConfig } from '../datasets/index.ts'
import { buildNetwork, initialWeights, type Network } from '../network/index.ts'
import { readDescription } from '../segmenter/index.ts'
import type { Tensor } from '../tensor/index.ts'
import { type Recipe, readRecipe, recipeDifferences, type TrainerState } from '../training/index.ts'
import { type DataOptions, datasetConfigs } from './data-options.ts'
import { CommandError, UsageError } from './errors.ts'
import { exists, readInput } from './files.ts'
import type { Run, RunFolder } from './run-folder.ts'
import { recipeFile, shippedModel } from './shipped.ts'
import { terminal } from './terminal.ts'
import { NoSplitError, openPart, type Part, usualSplits, withSplits } from './training-data.ts'
import { fitWeights, indented, readWeightFile } from './weight-file.ts'

export type StartOptions = DataOptions & {
  readonly weights?: string
  readonly validationData?: string[]
  readonly validationSplit?: string
  readonly steps?: number
  readonly seed?: number
  readonly threads?: number
  readonly name?: string
  readonly licence?: string
}

/** All that the steps of a run need. */
export type Start = {
  readonly recipe: Recipe
  readonly run: Run
  readonly train: Part
  readonly validation: Part | undefined
  readonly weights: ReadonlyMap<string, Tensor<'float32'>>
  /** Where the run stopped; absent for a new one. */
  readonly state: TrainerState | undefined
}

/** Stands for weights that are drawn at random. */
const random = 'none'

/** Reads and checks all that a new run depends on. */
export async function beginRun(
  folder: RunFolder,
  recipeName: string,
  options: StartOptions,
  signal: AbortSignal,
): Promise<Start> {
  if (!options.data) throw new UsageError('train: no data; name a folder of photos and masks with --data')
  const recipe = withOverrides(await findRecipe(recipeName), options)
  const network = networkOf(recipe)
  checkRates(recipe, network)
  const { weights, lineage, licence } = await startingWeights(recipe, network, options.weights)
  const { minimumArea } = recipe
  const configs = datasetConfigs(options.data, options).map(config => ({ ...config, minimumArea }))
  const splits = options.split === undefined ? usualSplits.train : [options.split]
  const train = await openPart(await withSplits(configs, splits), signal)
  const validation = await openValidation(configs, options, signal)
  const run: Run = {
    version: 1,
    train: described(train),
    validation: validation ? described(validation) : null,
    name: options.name ?? basename(resolve(folder.path)),
    lineage: [...lineage],
    licence: options.licence ?? licence,
    threads: options.threads ?? availableParallelism(),
  }
  return { recipe, run, train, validation, weights, state: undefined }
}

/**
 * The same of a run that goes on from its last checkpoint.
 *
 * @throws UsageError or CommandError when recipe or data are not those with which it began
 */
export async function continueRun(
  folder: RunFolder,
  recipeName: string | undefined,
  options: StartOptions,
  signal: AbortSignal,
): Promise<Start> {
  const { recipe, run, state } = await folder.read()
  const wanted = withOverrides(recipeName === undefined ? recipe : await findRecipe(recipeName), options)
  const differences = recipeDifferences(wanted, recipe)
  const paths = new Set(run.train.data.map(({ path }) => path))
  const otherData = options.data?.map(path => resolve(path)).find(path => !paths.has(path))
  if (otherData) differences.push(`data is ${otherData}, not ${[...paths].join(', ')}`)
  if (differences.length > 0)
    throw new UsageError(
      `${folder.path}: the run began otherwise: ${differences.join('; ')}; begin another with another --out`,
    )
  if (options.threads !== undefined && options.threads !== run.threads)
    terminal.warn(`the run began with ${run.threads} threads, with ${options.threads} its last digits differ`)
  return {
    recipe,
    run: { ...run, threads: options.threads ?? run.threads },
    train: await reopen(run.train, signal),
    validation: run.validation ? await reopen(run.validation, signal) : undefined,
    weights: initialWeights(networkOf(recipe), state.frozen, recipe.seed),
    state,
  }
}

async function findRecipe(name: string): Promise<Recipe> {
  const file = await recipeFile(name)
  return readRecipe(new TextDecoder().decode(await readInput(file)), file)
}

function withOverrides(recipe: Recipe, { steps, seed }: StartOptions): Recipe {
  return { ...recipe, ...(steps !== undefined && { steps }), ...(seed !== undefined && { seed }) }
}

function networkOf({ network, preset }: Recipe): Network {
  return buildNetwork(network, [1, network.channels, preset.size, preset.size])
}

/** @throws CommandError when a rule is for no parameter, which a slip of the pen makes it */
function checkRates({ rates }: Recipe, { graph }: Network): void {
  const names = [...graph.parameters.keys()]
  const idle = rates.find(({ prefix }) => !names.some(name => name.startsWith(prefix)))
  if (idle)
    throw new CommandError(
      `recipe: no parameter begins with "${idle.prefix}", for which it has a rate; parameters are ${names.slice(0, 3).join(', ')}, ...`,
    )
}

async function startingWeights(recipe: Recipe, network: Network, option: string | undefined) {
  const path = option ?? (await shippedModelFor(recipe))
  const file = path === random ? undefined : await readWeightFile(path, network)
  const fit = file && fitWeights(file, network, path)
  if (fit) terminal.note(`starting weights: ${path}\n${indented(fit.text)}`)
  const drawn = [...network.initial].filter(([name, rule]) => rule.kind === 'he' && !fit?.matched.has(name))
  const frozen = drawn.find(([name]) => rateOf(name, recipe) === 0)
  if (frozen)
    throw new CommandError(
      `recipe: ${frozen[0]} is not trained (its rate is 0), and there is no weight for it; name a file that has one with --weights, or train it`,
    )
  return {
    weights: initialWeights(network, fit?.matched ?? new Map(), recipe.seed),
    lineage: file?.lineage ?? ['random weights'],
    licence: file ? (file.licence ?? `not stated; see where ${basename(path)} is from`) : 'not stated',
  }
}

/** The model that comes along, where it is of the recipe's network. */
async function shippedModelFor({ network }: Recipe): Promise<string> {
  if (!(await exists(shippedModel))) return random
  const shipped = readDescription(await readInput(shippedModel), shippedModel)
  return JSON.stringify(shipped.network) === JSON.stringify(network) ? shippedModel : random
}

function rateOf(name: string, { rates }: Recipe): number {
  return rates.find(({ prefix }) => name.startsWith(prefix))?.rate ?? 1
}

/** What is held out: folders named for it, or what the training folders hold out, if they do. */
async function openValidation(
  configs: readonly DatasetConfig[],
  options: StartOptions,
  signal: AbortSignal,
): Promise<Part | undefined> {
  const { validationData, validationSplit } = options
  if (validationData) {
    const splits = validationSplit === undefined ? [...usualSplits.validation, undefined] : [validationSplit]
    return openPart(await withSplits(datasetConfigs(validationData, options), splits), signal)
  }
  if (validationSplit !== undefined) return openPart(await withSplits(configs, [validationSplit]), signal)
  try {
    return await openPart(await withSplits(configs, usualSplits.validation), signal)
  } catch (error) {
    if (!(error instanceof NoSplitError)) throw error
    terminal.note(
      'no objects are held out, so the IoU is not measured; name some with --validation-data or --validation-split',
    )
    return undefined
  }
}

function described({ configs, dataset, hash }: Part): Run['train'] {
  return { data: [...configs], objects: dataset.entries.length, hash }
}

async function reopen({ data, objects, hash }: Run['train'], signal: AbortSignal): Promise<Part> {
  const part = await openPart(data, signal)
  if (part.hash !== hash)
    throw new CommandError(
      `${part.dataset.name}: the objects have changed since the run began (${part.dataset.entries.length} now, ${objects} then); begin another run with another --out`,
    )
  return part
}
