import { createHash } from 'node:crypto'
import {
  checkDataset,
  type Dataset,
  type DatasetConfig,
  DatasetError,
  openDatasets,
} from '../datasets/index.ts'
import { CommandError } from './errors.ts'

/** What datasets call the objects to train on, and those that are held out; undefined is all of them. */
export const usualSplits = { train: ['train', undefined], validation: ['validation', 'val'] } as const

/** Objects that a run reads, where they are from, and a hash over which they are. */
export type Part = {
  readonly configs: readonly DatasetConfig[]
  readonly dataset: Dataset
  readonly hash: string
}

/**
 * Opens datasets as one and looks whether all files are there and fit.
 *
 * @throws DatasetError about what is wrong
 */
export async function openPart(configs: readonly DatasetConfig[], signal: AbortSignal): Promise<Part> {
  const dataset = await openDatasets(configs)
  await checkDataset(dataset, signal)
  const hash = createHash('sha256')
  for (const { id, area } of dataset.entries) hash.update(`${id} ${area}\n`)
  return { configs, dataset, hash: hash.digest('hex') }
}

/** No dataset has any of the splits. */
export class NoSplitError extends CommandError {}

/**
 * Each dataset with the first of the splits that it has; those that have none are left out.
 *
 * @throws NoSplitError that says why the first dataset has not the last of the splits
 */
export async function withSplits(
  configs: readonly DatasetConfig[],
  splits: readonly (string | undefined)[],
): Promise<DatasetConfig[]> {
  const attempts = await Promise.all(configs.map(config => firstSplit(config, splits)))
  const found = attempts.flatMap(({ config }) => config ?? [])
  if (found.length === 0) throw new NoSplitError(attempts[0]!.complaint)
  return found
}

type Attempt = { readonly config?: DatasetConfig; readonly complaint: string }

async function firstSplit(config: DatasetConfig, splits: readonly (string | undefined)[]): Promise<Attempt> {
  let complaint = ''
  for (const split of splits) {
    const candidate = { ...config, ...(split !== undefined && { split }) }
    try {
      await openDatasets([candidate])
      return { config: candidate, complaint }
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error
      complaint = error.message
    }
  }
  return { complaint }
}
