import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { ending, headOfLine, imageOfLine, type SnapshotHead } from './snapshot-format.ts'

/** A stretch of a file, in bytes. */
export type Stretch = { readonly offset: number; readonly length: number }

/** Bytes, and what they are in. */
export type Piece = Stretch & { readonly from: FileHandle | Buffer }

/** Where things are in a snapshot that is as it was written. */
export type SnapshotLayout = {
  readonly head: SnapshotHead
  /** The lines of an image's objects, from the line break before the first to the end of the last, by its number. */
  readonly stretches: ReadonlyMap<number, Stretch>
}

const chunk = 1 << 20

/**
 * Looks through a snapshot without taking it into memory.
 *
 * @returns undefined when it is not, byte by byte, what was written once
 */
export async function readLayout(file: FileHandle): Promise<SnapshotLayout | undefined> {
  const { size } = await file.stat()
  const last = ending(0).length
  if (size < last) return undefined
  const tail = await readStretch(file, { offset: size - last, length: last })
  let checksum = 0
  let head: SnapshotHead | undefined
  const stretches = new Map<number, Stretch>()
  let current = { image: 0, start: 0, end: 0 }
  const close = () => {
    if (current.image > 0)
      stretches.set(current.image, { offset: current.start, length: current.end - current.start })
  }
  for await (const { bytes, offset } of lines(
    file,
    size - last,
    part => (checksum = crc32(part, checksum)),
  )) {
    // Ids and the numbers of images stand at the beginnings of lines.
    const start = bytes.toString('latin1', 0, 60)
    head ??= headOfLine(start.startsWith('"dextr"') ? bytes.toString() : '')
    const image = imageOfLine(start)
    if (image === undefined) continue
    const end = offset + bytes.length - (bytes.at(-1) === comma ? 1 : 0)
    if (image === current.image) current.end = end
    else {
      close()
      current = { image, start: offset - 1, end }
    }
  }
  close()
  return head && tail.toString() === ending(checksum) ? { head, stretches } : undefined
}

const comma = 0x2c
const lineBreak = 0x0a

/** The lines of the first `size` bytes, without their line breaks; `look` sees all bytes in passing. */
async function* lines(
  file: FileHandle,
  size: number,
  look: (part: Buffer) => void,
): AsyncGenerator<{ bytes: Buffer; offset: number }> {
  let rest = Buffer.alloc(0)
  let offset = 0
  for (let at = 0; at < size; ) {
    const part = await readStretch(file, { offset: at, length: Math.min(chunk, size - at) })
    if (part.length === 0) return
    look(part)
    at += part.length
    const bytes = Buffer.concat([rest, part])
    let start = 0
    for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
      yield { bytes: bytes.subarray(start, end), offset: offset + start }
      start = end + 1
    }
    offset += start
    rest = bytes.subarray(start)
  }
}

/** The bytes of a stretch; fewer where the file ends before it. */
export async function readStretch(from: FileHandle | Buffer, { offset, length }: Stretch): Promise<Buffer> {
  if (Buffer.isBuffer(from)) return from.subarray(offset, offset + length)
  const { buffer, bytesRead } = await from.read(Buffer.allocUnsafe(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}
