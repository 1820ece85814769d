/**
 * Reads a file's bytes from front to back, little-endian. Every length is compared with the bytes that are left
 * before it is used, so a file cannot ask for more than it has.
 */
export class Cursor {
  readonly bytes: Uint8Array
  readonly file: string
  position: number
  readonly #view: DataView

  /** @param file  what an error calls the bytes */
  constructor(bytes: Uint8Array, file: string, position = 0) {
    this.bytes = bytes
    this.file = file
    this.position = position
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.position
  }

  /** Throws; names out of a hostile file can neither flood a terminal nor control it. */
  fail(message: string): never {
    const printable = message.replace(/\p{Cc}/gu, '?')
    throw new RangeError(`${this.file}: ${printable.slice(0, 600)}`)
  }

  /** The next bytes, as a view. */
  take(length: number, what: string): Uint8Array {
    const start = this.#advance(length, what)
    return this.bytes.subarray(start, start + length)
  }

  skip(length: number, what: string): void {
    this.#advance(length, what)
  }

  uint8(what: string): number {
    return this.#view.getUint8(this.#advance(1, what))
  }

  uint16(what: string): number {
    return this.#view.getUint16(this.#advance(2, what), true)
  }

  uint32(what: string): number {
    return this.#view.getUint32(this.#advance(4, what), true)
  }

  int32(what: string): number {
    return this.#view.getInt32(this.#advance(4, what), true)
  }

  /** As a number: no file is as long as 2^53 bytes, so what is larger is refused. */
  uint64(what: string): number {
    const value = this.#view.getBigUint64(this.#advance(8, what), true)
    if (value > Number.MAX_SAFE_INTEGER) this.fail(`${what} is ${value}, far more than the file has bytes`)
    return Number(value)
  }

  /** Big-endian, as pickle stores it. */
  float64(what: string): number {
    return this.#view.getFloat64(this.#advance(8, what), false)
  }

  /** The text before the next line feed, which is skipped. */
  line(longest: number, what: string): string {
    const ahead = this.bytes.subarray(this.position, this.position + longest + 1)
    const length = ahead.indexOf(0x0a)
    if (length < 0) this.fail(`${what} at byte ${this.position} has no end within ${longest} bytes`)
    this.position += length + 1
    return utf8(ahead.subarray(0, length))
  }

  #advance(length: number, what: string): number {
    const start = this.position
    if (length > this.left)
      this.fail(
        `${what} takes ${length} bytes from byte ${start}, and the file has ${this.left} left; it is damaged or cut off`,
      )
    this.position += length
    return start
  }
}

const decoder = new TextDecoder()

export function utf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
