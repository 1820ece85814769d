import { type Id, type ImageRecord, newId } from '../document/index.ts'
import type { FoundImage, Synced } from './answers.ts'

/** What has to be written, and what it means. */
export type Match = { readonly put: readonly (ImageRecord & FileStamp)[]; readonly synced: Synced }

/** Of a file when it was hashed; null when nobody looked at it yet. */
export type FileStamp = { readonly bytes: number | null; readonly modified: number | null }

/**
 * Which file is which image. An image is where its path and its content are; failing that where its content is, the
 * most alike path first; failing that where its path is, if the size in pixels is the same: a photo that was edited.
 * Of two files with one content, the one at the known path is the known image, the other a new one.
 *
 * @param known    with the bytes and times that their files had
 * @param partial  more files may be found: what was not is not missing yet
 */
export function matchImages(
  known: readonly (ImageRecord & FileStamp)[],
  found: readonly FoundImage[],
  partial: boolean,
): Match {
  const put: (ImageRecord & FileStamp)[] = []
  const synced = {
    added: [] as Id[],
    moved: [] as Id[],
    changed: [] as Id[],
    missing: [] as Id[],
    returned: [] as Id[],
  }
  const open = new Map(known.map(image => [image.id, image]))
  const settle = (image: ImageRecord & FileStamp, file: FoundImage) => {
    open.delete(image.id)
    if (image.path !== file.path) synced.moved.push(image.id)
    else if (image.hash !== file.hash) synced.changed.push(image.id)
    else if (image.missing) synced.returned.push(image.id)
    else if (image.bytes === file.bytes && image.modified === file.modified) return
    put.push({ ...image, ...file, missing: false })
  }
  const settleBy = (
    key: (image: ImageRecord | FoundImage) => string,
    files: readonly FoundImage[],
    missingToo: boolean,
  ) => {
    const candidates = new Map<string, (ImageRecord & FileStamp)[]>()
    for (const image of open.values()) {
      if (image.missing && !missingToo) continue
      const alike = candidates.get(key(image))
      if (alike) alike.push(image)
      else candidates.set(key(image), [image])
    }
    return files.filter(file => {
      const alike = candidates.get(key(file))
      if (!alike || alike.length === 0) return true
      // Images that were missing before come last; then the longer the common end of the path, the better.
      const best = alike.reduce((a, b) => (rank(b, file) > rank(a, file) ? b : a))
      alike.splice(alike.indexOf(best), 1)
      settle(best, file)
      return false
    })
  }

  const elsewhere = settleBy(({ path, hash }) => `${hash} ${path}`, found, true)
  const other = settleBy(({ hash }) => hash, elsewhere, true)
  const fresh = settleBy(({ path, width, height }) => `${width} ${height} ${path}`, other, false)
  for (const file of fresh) {
    const image = { id: newId(), ...file, state: 'todo' as const, note: '', missing: false }
    synced.added.push(image.id)
    put.push(image)
  }
  for (const image of partial ? [] : open.values()) {
    if (image.missing) continue
    synced.missing.push(image.id)
    put.push({ ...image, missing: true })
  }
  return { put, synced }
}

/** How well an image fits a file of the same content: in pieces of the path from its end. */
function rank(image: ImageRecord, file: FoundImage): number {
  const [a, b] = [image.path.split('/').reverse(), file.path.split('/').reverse()]
  const different = a.findIndex((name, i) => name !== b[i])
  return (different < 0 ? a.length : different) - (image.missing ? 0.5 : 0)
}
