import { imageSize } from '../image/node.ts'
import type { Dataset, Entry } from './dataset.ts'
import { DatasetError } from './dataset-error.ts'
import { inParallel } from './in-parallel.ts'
import { checkSize } from './labelled-photos.ts'

/** Complaints that are listed one by one. */
const listed = 10

/**
 * Looks whether every photo and annotation is there and whether their sizes agree, by the heads of the files
 * alone: about a thousand photos a second. Damage further in comes to light when a photo is read.
 *
 * @throws DatasetError with what is wrong with each of the first ten photos, and how many there are
 */
export async function checkDataset(dataset: Dataset, signal?: AbortSignal): Promise<void> {
  const first = new Map<string, Entry>()
  for (const entry of dataset.entries) {
    const pair = `${entry.image}\n${entry.annotation}`
    if (!first.has(pair)) first.set(pair, entry)
  }
  const complaints = await inParallel([...first.values()], async entry => {
    signal?.throwIfAborted()
    try {
      checkSize(entry, await imageSize(entry.image), await dataset.annotatedSize(entry))
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  })
  signal?.throwIfAborted()
  const wrong = complaints.filter(complaint => complaint !== undefined)
  if (wrong.length === 0) return
  const more = wrong.length > listed ? [`and ${wrong.length - listed} more`] : []
  throw new DatasetError(
    `${dataset.name}: ${wrong.length} of ${first.size} photos cannot be used\n${[...wrong.slice(0, listed), ...more].map(line => `  ${line}`).join('\n')}`,
  )
}
