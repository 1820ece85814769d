import { type FileHandle, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSnapshot, type SnapshotContent, SnapshotError, snapshotName } from './snapshot-format.ts'
import { readLayout, type SnapshotLayout } from './snapshot-layout.ts'

/** What lies where a snapshot is kept. */
export type FoundSnapshot = {
  readonly path: string
  readonly file: FileHandle
  /** Undefined when it is not as dextr wrote it: damaged, or changed by somebody. */
  readonly layout: SnapshotLayout | undefined
}

/**
 * The snapshot of a project: beside the photos, or with the project where it was kept because the photos' folder
 * takes no files. What a write that was broken off left behind is removed.
 */
export async function findSnapshot(photos: string, data: string): Promise<FoundSnapshot | undefined> {
  for (const folder of [photos, data]) {
    await removeDrafts(folder)
    const path = join(folder, snapshotName)
    const file = await open(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw new SnapshotError(`store: ${path} cannot be opened: ${error.message}`, { cause: error })
    })
    if (file) return { path, file, layout: await readLayout(file) }
  }
  return undefined
}

/**
 * @throws SnapshotError when it is no snapshot
 */
export async function readSnapshot({ path }: FoundSnapshot): Promise<SnapshotContent> {
  try {
    return parseSnapshot(await readFile(path, 'utf8'))
  } catch (error) {
    throw new SnapshotError(`store: ${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

async function removeDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter(
    name => name.startsWith(`.${snapshotName}.`) && name.endsWith('.tmp'),
  )
  for (const draft of drafts) await rm(join(folder, draft), { force: true }).catch(() => {})
}
