import * as v from 'valibot'
import type { Dataset } from './dataset.ts'
import { instances } from './instances.ts'

/** A dataset as data: its format, its folder, and which part of it. */
export const datasetSchema = v.object({
  format: v.picklist(['instances']),
  path: v.string(),
  split: v.optional(v.string()),
  /** Objects of fewer pixels are left out. */
  minimumArea: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
})

export type DatasetConfig = v.InferOutput<typeof datasetSchema>

/**
 * Opens one or several datasets as one.
 *
 * @throws Error when there is no object in them
 */
export async function openDatasets(configs: readonly DatasetConfig[]): Promise<Dataset> {
  const parts = await Promise.all(
    configs.map(async ({ path, split, minimumArea }) => {
      const dataset = await instances(path, split === undefined ? {} : { split })
      return { ...dataset, entries: dataset.entries.filter(({ area }) => area >= minimumArea) }
    }),
  )
  const owner = new Map(parts.flatMap(part => part.entries.map(entry => [entry, part] as const)))
  const entries = parts.flatMap(part => part.entries)
  const name = parts.map(part => part.name).join(', ')
  if (entries.length === 0) throw new Error(`dataset: ${name}: no objects, expected one or more`)
  return { name, entries, read: entry => owner.get(entry)!.read(entry) }
}
