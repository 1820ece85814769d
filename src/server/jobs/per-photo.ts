import type { Command, ObjectPatch, ObjectRecord } from '../../document/index.ts'
import type { Annotator } from '../annotator.ts'
import type { KnownPhoto } from '../photos/library.ts'
import type { JobEnd, JobProgress } from './jobs.ts'

/** What a job does to objects, one after the other. */
export type ObjectWork<T extends ObjectRecord> = {
  /** In the history, for a number of objects: "Masks of 3 boxes". */
  readonly label: (objects: number) => string
  readonly isMeant: (object: ObjectRecord) => object is T
  readonly change: (photo: KnownPhoto, object: T, signal: AbortSignal) => Promise<ObjectPatch>
}

/**
 * Changes objects photo by photo, each photo one edit, so that what is done stays when the job is cancelled. A photo
 * that fails is told among the losses, and the others go on.
 *
 * @param images  ids of photos; all when absent
 */
export async function perPhoto<T extends ObjectRecord>(
  { project }: Annotator,
  images: readonly string[] | undefined,
  { signal, step }: JobProgress,
  { label, isMeant, change }: ObjectWork<T>,
): Promise<JobEnd> {
  const { store, library } = await project
  const photos = (await library.listing()).filter(
    ({ id, objects, missing }) => objects > 0 && !missing && (images?.includes(id) ?? true),
  )
  const losses: string[] = []
  let [changed, touched] = [0, 0]
  for (const [done, { id, path }] of photos.entries()) {
    step(done, photos.length, path)
    signal.throwIfAborted()
    const objects = (await store.image(id)).objects.filter(isMeant)
    if (objects.length === 0) continue
    try {
      const changes: { id: string; patch: ObjectPatch }[] = []
      for (const object of objects)
        changes.push({ id: object.id, patch: await change(library.photo(id), object, signal) })
      const command: Command = { type: 'changeObjects', label: label(changes.length), changes }
      await store.apply(command)
      changed += changes.length
      touched++
    } catch (error) {
      signal.throwIfAborted()
      losses.push(`${path}: ${(error as Error).message}`)
    }
  }
  return {
    message: `${label(changed)} in ${touched} ${touched === 1 ? 'photo' : 'photos'}`,
    result: { counts: { objects: changed, photos: touched, failed: losses.length }, losses },
  }
}
