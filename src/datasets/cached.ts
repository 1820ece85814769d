import type { Dataset, Scene } from './dataset.ts'

/**
 * A dataset that keeps what it has read until `bytes` are full, and reads the rest anew each time: a run visits
 * photos in random order, so that giving up old ones for new ones would gain nothing.
 */
export function cached(dataset: Dataset, bytes: number): Dataset {
  const kept = new Map<string, Scene>()
  let left = bytes
  return {
    ...dataset,
    async read(entry) {
      const known = kept.get(entry.id)
      if (known) return known
      const scene = await dataset.read(entry)
      const size = scene.photo.data.length + scene.mask.data.length + (scene.void?.data.length ?? 0)
      if (size <= left) {
        kept.set(entry.id, scene)
        left -= size
      }
      return scene
    },
  }
}
