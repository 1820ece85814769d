import { zipSync } from 'fflate'
import { Cursor, utf8 } from './cursor.ts'

const entrySignature = 0x04034b50
const directorySignature = 0x02014b50
const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const locator64Signature = 0x07064b50
const endLength = 22
const longestComment = 0xffff
const isIn64Bits = 0xffffffff

/** The names in a zip archive, and the bytes of each as a view. */
export type Zip = {
  readonly names: readonly string[]
  /** Undefined when there is no such entry; throws when it cannot be read in place. */
  entry(name: string): Uint8Array | undefined
}

/**
 * Opens a zip archive. Only entries that are stored, not compressed, can be read; checksums are not computed. Zip64
 * archives are read, archives in several parts are not.
 *
 * @param file  what an error calls the archive
 * @throws RangeError when the archive is damaged or cut off
 * @see PKWARE, APPNOTE.TXT 6.3.9
 */
export function openZip(bytes: Uint8Array, file: string): Zip {
  const directory = new Cursor(bytes, file)
  const { start, count } = findDirectory(directory)
  directory.position = start
  const entries = new Map<string, Entry>()
  for (let i = 0; i < count; i++) {
    const entry = readDirectoryEntry(directory)
    entries.set(entry.name, entry)
  }
  return {
    names: [...entries.keys()],
    entry(name) {
      const entry = entries.get(name)
      return entry && entryBytes(new Cursor(bytes, file, entry.offset), entry)
    },
  }
}

type Entry = { name: string; flags: number; method: number; length: number; offset: number }

function findDirectory(cursor: Cursor): { start: number; count: number } {
  const { bytes } = cursor
  const from = Math.max(0, bytes.length - endLength - longestComment)
  let end = bytes.length - endLength
  for (; end >= from; end--) {
    cursor.position = end
    if (cursor.uint32('the end of the zip directory') === endSignature) break
  }
  if (end < from)
    cursor.fail(
      'the zip archive has no directory at its end, so it is cut off; compare its size with the original',
    )

  cursor.skip(6, 'the end of the zip directory')
  let count = cursor.uint16('the number of zip entries')
  cursor.skip(4, 'the end of the zip directory')
  let start = cursor.uint32('the place of the zip directory')
  if (end >= 20) {
    cursor.position = end - 20
    if (cursor.uint32('the zip64 locator') === locator64Signature) {
      cursor.skip(4, 'the zip64 locator')
      moveTo(cursor, cursor.uint64('the place of the zip64 directory end'), 'the zip64 directory end')
      if (cursor.uint32('the zip64 directory end') !== end64Signature)
        cursor.fail('the zip64 locator points to something else; the archive is damaged')
      cursor.skip(28, 'the zip64 directory end')
      count = cursor.uint64('the number of zip entries')
      cursor.skip(8, 'the zip64 directory end')
      start = cursor.uint64('the place of the zip directory')
    }
  }
  moveTo(cursor, start, 'the zip directory')
  return { start, count }
}

function readDirectoryEntry(directory: Cursor): Entry {
  const what = 'an entry of the zip directory'
  if (directory.uint32(what) !== directorySignature)
    directory.fail(`the zip directory has no entry at byte ${directory.position - 4}; the archive is damaged`)
  directory.skip(4, what)
  const flags = directory.uint16(what)
  const method = directory.uint16(what)
  directory.skip(8, what)
  const packed = directory.uint32(what)
  let length = directory.uint32(what)
  const nameLength = directory.uint16(what)
  const extraLength = directory.uint16(what)
  const commentLength = directory.uint16(what)
  directory.skip(8, what)
  let offset = directory.uint32(what)
  const name = utf8(directory.take(nameLength, what))
  const extra = new Cursor(directory.take(extraLength, what), directory.file)
  directory.skip(commentLength, what)

  if (length === isIn64Bits || packed === isIn64Bits || offset === isIn64Bits) {
    if (!findZip64(extra)) directory.fail(`${name} in the zip archive lacks its 64-bit sizes`)
    if (length === isIn64Bits) length = extra.uint64(`the size of ${name}`)
    if (packed === isIn64Bits) extra.skip(8, `the packed size of ${name}`)
    if (offset === isIn64Bits) offset = extra.uint64(`the place of ${name}`)
  }
  moveTo(new Cursor(directory.bytes, directory.file), offset, name)
  return { name, flags, method, length, offset }
}

/** Moves to the field that holds 64-bit sizes, among the extra fields of a directory entry. */
function findZip64(extra: Cursor): boolean {
  while (extra.left >= 4) {
    const id = extra.uint16('an extra field')
    const length = extra.uint16('an extra field')
    if (id === 1) return true
    extra.skip(length, 'an extra field')
  }
  return false
}

/** What the entry at the cursor holds. Its own header repeats the directory, but only its lengths can be relied on. */
function entryBytes(cursor: Cursor, { name, flags, method, length }: Entry): Uint8Array {
  if (flags & 1) cursor.fail(`${name} in the zip archive is encrypted`)
  if (method !== 0)
    cursor.fail(`${name} in the zip archive is compressed; PyTorch stores without compression`)
  if (cursor.uint32(`the header of ${name}`) !== entrySignature)
    cursor.fail(`the zip directory says that ${name} begins where it does not; the archive is damaged`)
  cursor.skip(22, `the header of ${name}`)
  const nameLength = cursor.uint16(`the header of ${name}`)
  const extraLength = cursor.uint16(`the header of ${name}`)
  cursor.skip(nameLength + extraLength, `the header of ${name}`)
  return cursor.take(length, name)
}

function moveTo(cursor: Cursor, place: number, what: string): void {
  if (place > cursor.bytes.length)
    cursor.fail(`${what} should begin at byte ${place}, and the file ends at ${cursor.bytes.length}`)
  cursor.position = place
}

const alignment = 64
const headerLength = 30
/** 'FB', the field that PyTorch pads with. */
const paddingField = 0x4246

/**
 * A zip archive of entries that are stored, each beginning at a multiple of 64 bytes, so that readers can look at
 * numbers in place. The same entries give the same bytes.
 *
 * @throws RangeError when the entries have 2 GB or more
 */
export function writeZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const total = [...entries.values()].reduce((sum, { length }) => sum + length, 0)
  if (total >= 2 ** 31) throw new RangeError(`zip: the entries have ${total} bytes, expected less than 2 GB`)
  let position = 0
  const padded = [...entries].map(([name, bytes]) => {
    const start = position + headerLength + new TextEncoder().encode(name).length + 4
    const padding = new Uint8Array((alignment - (start % alignment)) % alignment)
    position = start + padding.length + bytes.length
    return [name, [bytes, { extra: { [paddingField]: padding } }]] as const
  })
  return zipSync(Object.fromEntries(padded) as never, { level: 0, mtime: new Date(1980, 0, 1) })
}
