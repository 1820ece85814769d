import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Whether a file is a picture by its name. SVG is a program as much as a picture, and is none. */
export const isPicture = (name: string) => /\.(jpe?g|png|webp|gif|tiff?|avif|heic|heif)$/i.test(name)

/** A folder that holds this file was written by an export: its masks are no photos. */
export const exportMark = '.dextr-export'

/** Files that are looked at in one go. */
const atOnce = 16

/** A picture file below the folder. */
export type PhotoFile = {
  /** Below the folder, with slashes. */
  readonly path: string
  readonly bytes: number
  /** When it was last changed, in milliseconds since 1970. */
  readonly modified: number
}

/** Of a walk through a folder: picture files, and the folders that were looked into, by their paths. */
export type FoundFiles = { readonly files: PhotoFile[]; readonly folders: ReadonlySet<string> }

/** A path that does not lie in the project, or nothing that can be read; the message says which. */
export class PathError extends Error {
  override readonly name = 'PathError'
}

/** A folder of photos, and the only way to files in it: nothing outside is ever opened through it. */
export class PhotoFolder {
  /** Its real path. */
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** @throws PathError when there is no such folder */
  static async open(path: string): Promise<PhotoFolder> {
    const real = await realpath(path).catch(() => undefined)
    if (real === undefined || !(await stat(real)).isDirectory())
      throw new PathError(`${path}: there is no such folder; name a folder that holds photos`)
    return new PhotoFolder(real)
  }

  /**
   * All picture files in it and in its subfolders, hidden ones left out. A link to a file counts where the file lies
   * in this folder too; links to folders are not followed, which could go on for ever.
   */
  async find(): Promise<FoundFiles> {
    const files: PhotoFile[] = []
    const folders = new Set<string>()
    const look = async (folder: string): Promise<void> => {
      folders.add(folder)
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []) // gone meanwhile, or closed to us
      if (entries.some(({ name }) => name === exportMark)) return
      const shown = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      await inBatches(shown.filter(isPictureFile), atOnce, async entry => {
        const file = join(folder, entry.name)
        if (entry.isSymbolicLink() && !(await this.#isInside(file))) return
        const facts = await stat(file).catch(() => undefined)
        if (facts?.isFile())
          files.push({ path: this.#relative(file), bytes: facts.size, modified: Math.round(facts.mtimeMs) })
      })
      for (const entry of shown) if (entry.isDirectory()) await look(join(folder, entry.name))
    }
    await look(this.path)
    return { files, folders }
  }

  /** Where a file is that was found just now: inside, also by its link, without asking once more. */
  placeOf({ path }: PhotoFile): string {
    return join(this.path, path)
  }

  /**
   * The real path of something in the folder.
   *
   * @param path  below the folder, with slashes
   * @throws PathError when it leads outside, by its dots or by a link, or there is nothing
   */
  async resolve(path: string): Promise<string> {
    const real = path.includes('\0')
      ? undefined
      : await realpath(join(this.path, path)).catch(() => undefined)
    if (real === undefined)
      throw new PathError(`${path}: there is no such file in the project; was it moved or removed?`)
    if (!this.#contains(real))
      throw new PathError(`${path}: this leads out of the project's folder; copy the file into it`)
    return real
  }

  /**
   * The path of something in the folder that may not be there yet.
   *
   * @throws PathError when it leads outside
   */
  async place(path: string): Promise<string> {
    const place = join(this.path, path)
    if (path.includes('\0') || !place.startsWith(this.path + sep))
      throw new PathError(`${path}: this leads out of the project's folder; name a place inside`)
    // What is there already of the way must not lead out by a link.
    const parts = relative(this.path, place).split(sep)
    for (let n = 1; n <= parts.length; n++) {
      const real = await realpath(join(this.path, ...parts.slice(0, n))).catch(() => undefined)
      if (real === undefined) break
      if (!this.#contains(real))
        throw new PathError(`${path}: this leads out of the project's folder by a link; name another place`)
    }
    return place
  }

  async #isInside(file: string): Promise<boolean> {
    const real = await realpath(file).catch(() => undefined)
    return real !== undefined && this.#contains(real)
  }

  #contains(real: string): boolean {
    return real === this.path || real.startsWith(this.path.endsWith(sep) ? this.path : this.path + sep)
  }

  #relative(file: string): string {
    return relative(this.path, file).split(sep).join('/')
  }
}

function isPictureFile(entry: Dirent): boolean {
  return isPicture(entry.name) && (entry.isFile() || entry.isSymbolicLink())
}

async function inBatches<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>) {
  for (let i = 0; i < items.length; i += size) await Promise.all(items.slice(i, i + size).map(work))
}
