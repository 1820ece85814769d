import type { Project } from '../annotator.ts'
import type { LabelledPhoto } from './annotations.ts'
import type { JobProgress } from './jobs.ts'

/** All photos with their objects, in order. */
export async function labelledPhotos(
  { store, library }: Project,
  { signal, step }: JobProgress,
): Promise<LabelledPhoto[]> {
  const photos: LabelledPhoto[] = []
  const images = await library.listing()
  for (const [done, image] of images.entries()) {
    signal.throwIfAborted()
    if (done % 100 === 0) step(done, images.length, `reading ${image.path}`)
    const objects = image.objects > 0 ? (await store.image(image.id)).objects : []
    photos.push({ image, objects })
  }
  return photos
}
