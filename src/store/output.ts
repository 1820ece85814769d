import { type FileHandle, open, rm } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type Piece, readStretch } from './snapshot-layout.ts'

const chunk = 1 << 20

/** A file that is written from its beginning to its end, with a checksum of its bytes so far. */
export class Output {
  readonly file: FileHandle
  readonly path: string
  #checksum = 0
  #position = 0
  #waiting: Buffer[] = []
  #waitingBytes = 0

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.file = file
  }

  static async create(path: string): Promise<Output> {
    return new Output(path, await open(path, 'w+'))
  }

  /** Bytes so far. */
  get position(): number {
    return this.#position
  }

  get checksum(): number {
    return this.#checksum
  }

  async write(data: string | Buffer): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    this.#checksum = crc32(bytes, this.#checksum)
    this.#position += bytes.length
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= chunk) await this.flush()
  }

  /** @throws Error when the other file ends before the stretch does */
  async copy({ from, offset, length }: Piece): Promise<void> {
    for (let at = 0; at < length; ) {
      const bytes = await readStretch(from, { offset: offset + at, length: Math.min(chunk, length - at) })
      if (bytes.length === 0) throw new Error('the snapshot before has become shorter')
      at += bytes.length
      await this.write(bytes)
    }
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#waitingBytes = 0
    await this.file.writeFile(bytes)
  }

  async remove(): Promise<void> {
    await this.file.close()
    await rm(this.path, { force: true })
  }
}
