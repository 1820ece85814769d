import { totalmem } from 'node:os'
import { type Recipe, trainingMemory } from '../training/index.ts'
import { CommandError } from './errors.ts'
import { terminal } from './terminal.ts'

/** Of decoded photos, at most; more than that seldom saves time. */
const mostPhotos = 2.5e9

/**
 * Looks whether a run fits into the memory of this machine.
 *
 * @returns bytes that decoded photos may take beside it
 * @throws CommandError when it cannot fit, with a recipe that would
 */
export function checkMemory(recipe: Recipe): { readonly needed: number; readonly photos: number } {
  const needed = trainingMemory(recipe)
  const available = process.availableMemory()
  const total = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  if (needed > total)
    throw new CommandError(
      `train: the run needs about ${gigabytes(needed)} of memory, this machine has ${gigabytes(total)}; ${mend(recipe, total)}`,
    )
  if (needed > available)
    terminal.warn(
      `the run needs about ${gigabytes(needed)} of memory, ${gigabytes(available)} are free; end other programs, or ${mend(recipe, available)}`,
    )
  return { needed, photos: Math.min(mostPhotos, Math.max(0, (available - needed) / 2)) }
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

/** Smaller batches that add up to the same step, since batch norm is frozen. */
function mend(recipe: Recipe, limit: number): string {
  let { batch, accumulation } = recipe
  while (batch % 2 === 0) {
    batch /= 2
    accumulation *= 2
    const needed = trainingMemory({ ...recipe, batch, accumulation })
    if (needed <= limit)
      return `set "batch": ${batch} and "accumulation": ${accumulation} in the recipe, which needs ${gigabytes(needed)}`
  }
  return 'take a smaller "preset.size" or freeze more by "rates" in the recipe'
}
