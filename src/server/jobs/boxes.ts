import type { Command, ObjectRecord } from '../../document/index.ts'
import type { Annotator } from '../annotator.ts'
import type { KnownPhoto } from '../photos/library.ts'
import type { JobEnd, JobProgress } from './jobs.ts'

/**
 * Masks for objects that have only a box, photo by photo, each photo one edit. Objects are left unreviewed, with the
 * model's doubt, so that the worst come first in review.
 *
 * @param images  ids of photos; all when absent
 */
export async function boxesToMasks(
  annotator: Annotator,
  { images }: { readonly images?: readonly string[] | undefined },
  { signal, step }: JobProgress,
): Promise<JobEnd> {
  const { store, library } = await annotator.project
  const photos = (await library.listing()).filter(
    ({ id, objects, missing }) => objects > 0 && !missing && (images?.includes(id) ?? true),
  )
  const losses: string[] = []
  let masks = 0
  for (const [done, listing] of photos.entries()) {
    step(done, photos.length, `${masks} masks; ${listing.path}`)
    signal.throwIfAborted()
    const objects = (await store.image(listing.id)).objects.filter(isBox)
    if (objects.length === 0) continue
    try {
      const changes = await masksOf(annotator, library.photo(listing.id), objects, signal)
      const label = `Masks of ${changes.length} ${changes.length === 1 ? 'box' : 'boxes'}`
      await store.apply({ type: 'changeObjects', label, changes })
      masks += changes.length
    } catch (error) {
      signal.throwIfAborted()
      losses.push(`${listing.path}: ${(error as Error).message}`)
    }
  }
  return {
    message: `${masks} masks of boxes in ${photos.length - losses.length} photos`,
    result: { counts: { masks, photos: photos.length, failed: losses.length }, losses },
  }
}

type BoxObject = ObjectRecord & { readonly box: NonNullable<ObjectRecord['box']> }

function isBox(object: ObjectRecord): object is BoxObject {
  return object.mask === null && object.box !== null && !object.locked
}

type Changes = Extract<Command, { type: 'changeObjects' }>['changes']

async function masksOf(
  { segmentation }: Annotator,
  known: KnownPhoto,
  objects: readonly BoxObject[],
  signal: AbortSignal,
): Promise<Changes> {
  const changes: { id: string; patch: Changes[number]['patch'] }[] = []
  for (const { id, box } of objects) {
    const clicks = { points: [], box: pixelsOf(box), include: [], exclude: [] }
    const { mask, doubt, threshold, model } = await segmentation.segment(
      known,
      { key: id, prompt: clicks, probability: false, refine: false },
      signal,
    )
    changes.push({ id, patch: { mask, prompt: clicks, doubt, threshold, model, review: 'unreviewed' } })
  }
  return changes
}

/** The pixels in a rectangle whose edges may lie between pixels. */
function pixelsOf({ x, y, width, height }: BoxObject['box']) {
  const [x0, y0] = [Math.floor(x + 0.5), Math.floor(y + 0.5)]
  return {
    x0,
    y0,
    x1: Math.max(x0, Math.ceil(x + width - 0.5) - 1),
    y1: Math.max(y0, Math.ceil(y + height - 0.5) - 1),
  }
}
