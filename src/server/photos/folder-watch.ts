import { type FSWatcher, watch } from 'node:fs'
import { isPicture } from './folder.ts'

/** Until changes have come to rest, in milliseconds: copying many photos is one change. */
const rest = 300

/**
 * Tells that something happened in some folders; what it was, the next look through them finds out. One watch a
 * folder and none for its files, of which there may be more than a system lets one watch.
 */
export class FolderWatch {
  readonly #tell: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined

  constructor(tell: () => void) {
    this.#tell = tell
  }

  /** Watches these folders from now on, and no others. @returns whether there were new ones */
  watch(folders: ReadonlySet<string>): boolean {
    for (const [folder, watcher] of this.#watchers)
      if (!folders.has(folder)) {
        watcher.close()
        this.#watchers.delete(folder)
      }
    const fresh = [...folders].filter(folder => !this.#watchers.has(folder))
    for (const folder of fresh)
      try {
        const watcher = watch(folder, { persistent: false }, (event, name) => {
          if (matters(event, name)) this.#happened()
        })
        watcher.on('error', () => this.#happened()) // such as for a folder that was removed
        this.#watchers.set(folder, watcher)
      } catch {
        // A folder that cannot be watched, or is gone meanwhile, is looked through at the next start.
      }
    return fresh.length > 0
  }

  close(): void {
    clearTimeout(this.#timer)
    this.watch(new Set())
  }

  #happened(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#tell, rest)
  }
}

/** Pictures matter, and what appears or goes and may be a folder; not the snapshot, which is written all the time. */
function matters(event: 'rename' | 'change', name: string | null): boolean {
  if (name === null || isPicture(name)) return true
  return event === 'rename' && !name.startsWith('.') && !name.startsWith('annotations.dextr')
}
