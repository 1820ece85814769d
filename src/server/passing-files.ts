import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { newId } from '../document/index.ts'
import { RefusedError } from './http/refusal.ts'

/** Files on their way in or out: uploads for an import, zips to be fetched. They are gone when the server ends. */
export class PassingFiles {
  readonly #folder: string
  readonly #uploads = new Map<string, string>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps what comes in; nothing of it when it breaks off. */
  async take(pieces: AsyncIterable<Uint8Array>): Promise<{ id: string; bytes: number }> {
    const id = newId()
    const path = await this.#place(`${id}.upload`)
    const out = createWriteStream(path)
    let bytes = 0
    try {
      for await (const piece of pieces) {
        bytes += piece.length
        if (!out.write(piece)) await once(out, 'drain')
      }
      out.end()
      await finished(out)
    } catch (error) {
      out.destroy()
      await rm(path, { force: true })
      throw error
    }
    this.#uploads.set(id, path)
    return { id, bytes }
  }

  /** @throws RefusedError 404 */
  upload(id: string): string {
    const path = this.#uploads.get(id)
    if (!path) throw new RefusedError(404, 'unknown', `there is no upload "${id}"; send the file again`)
    return path
  }

  /** A new place for what a job leaves to be fetched. */
  zip(): Promise<string> {
    return this.#place(`${newId()}.zip`)
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #place(name: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true })
    return join(this.#folder, name)
  }
}
