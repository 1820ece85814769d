import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { imageSize } from 'image-size'
import type { Size } from '../../image/index.ts'
import { imageSize as decodedSize } from '../../image/node.ts'

/** Bytes at the begin of a file, which hold the size of most pictures. */
const headBytes = 16 * 1024
/** Pieces of a longer file that are looked at, spread evenly to its very end, and the bytes of each. */
const pieces = 4
const pieceBytes = 4 * 1024

const headBuffer = new Uint8Array(headBytes)
const pieceBuffer = new Uint8Array(pieceBytes)

export type Fingerprint = Size & {
  /** Of the content, 32 hexadecimal digits. */
  readonly hash: string
}

/**
 * What a photo is known by when it was renamed, and its size as people see it.
 *
 * The hash is over the file's length, its first 16 kB and 4 pieces of 4 kB up to its end: all of a small file, and
 * little of a large one, so that 10,000 photos take a second. Two photos are mixed up only if they have the
 * same length and agree in all of these. In compressed files (JPEG, PNG, WebP, AVIF, HEIC) a change of one pixel moves
 * or changes all that comes after it, and so reaches the last piece; in an uncompressed TIFF of a camera the noise
 * alone makes every piece differ. The same photo copied is, rightly, the same.
 *
 * @param path  real path
 * @throws ImageFileError when it is no picture
 */
export async function fingerprint(path: string): Promise<Fingerprint> {
  const { hash, head } = readParts(path)
  return { hash, ...(quickSize(head) ?? (await decodedSize(path))) }
}

/** With calls that block: through the thread pool each of them takes as long as all of these together. */
function readParts(path: string): { hash: string; head: Uint8Array } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const head = headBuffer.subarray(0, Math.min(size, headBytes))
    const digest = createHash('sha256').update(`${size}\n`)
    digest.update(head.subarray(0, readSync(file, head)))
    const rest = size - head.length
    const count = Math.min(pieces, Math.ceil(rest / pieceBytes))
    for (let i = 1; i <= count; i++) {
      const place = head.length + Math.max(0, Math.round((rest * i) / count) - pieceBytes)
      digest.update(pieceBuffer.subarray(0, readSync(file, pieceBuffer, 0, pieceBytes, place)))
    }
    return { hash: digest.digest('hex').slice(0, 32), head }
  } finally {
    closeSync(file)
  }
}

/** From the head of a JPEG or PNG that nothing turns; undefined where a decoder has to look. */
function quickSize(head: Uint8Array): Size | undefined {
  try {
    const { width, height, type, orientation } = imageSize(head)
    const plain = type === 'jpg' || (type === 'png' && !Buffer.from(head).includes('eXIf'))
    if (!plain || !(width > 0 && height > 0)) return undefined
    // From 5 on a photo lies on its side.
    return (orientation ?? 1) >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return undefined // no picture, or a head that goes on beyond these bytes
  }
}
