import { Output } from './output.ts'
import type { Piece } from './snapshot-layout.ts'

/** Bytes that stay in memory; what is beyond them goes into a file. */
const most = 8 << 20

/** Lines that are not in a snapshot yet. */
export class Parts {
  readonly #path: string
  #bytes = 0
  #output: Output | undefined

  /** @param path  of a file that is there only for a while */
  constructor(path: string) {
    this.#path = path
  }

  /** The lines of an image's objects, as they are in a snapshot: see SnapshotLayout. */
  async add(lines: readonly string[]): Promise<Piece> {
    const bytes = Buffer.from(lines.map(line => `\n${line}`).join(','))
    const { length } = bytes
    if (this.#bytes + length <= most) {
      this.#bytes += length
      return { from: bytes, offset: 0, length }
    }
    this.#output ??= await Output.create(this.#path)
    const offset = this.#output.position
    await this.#output.write(bytes)
    return { from: this.#output.file, offset, length }
  }

  /** Makes all that was added readable. */
  async flush(): Promise<void> {
    await this.#output?.flush()
  }

  /** Nobody needs what was added any more. */
  async clear(): Promise<void> {
    this.#bytes = 0
    await this.#output?.remove()
    this.#output = undefined
  }
}
