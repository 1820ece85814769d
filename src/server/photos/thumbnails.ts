import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { decode } from '../../image/node.ts'
import { Turns } from './turns.ts'

/** The longer side, in pixels: sharp on screens with two pixels a point. */
const side = 160

/** Small pictures of photos, made when they are first asked for and kept on the disk by the photos' content. */
export class Thumbnails {
  readonly #folder: string
  readonly #turns = new Turns(2)

  /** @param folder  where they are kept; it may go at any time */
  constructor(folder: string) {
    this.#folder = folder
    sharp.cache(false) // every file is read once: what is kept of it would be 50 MB for nothing
  }

  /**
   * A JPEG file, upright.
   *
   * @param hash    of the photo's content
   * @param path    finds the photo's file
   * @param signal  aborts it while it waits for its turn
   * @throws ImageFileError when the photo cannot be read
   */
  async get(hash: string, path: () => Promise<string>, signal: AbortSignal): Promise<Uint8Array> {
    const file = join(this.#folder, `${hash}.jpg`)
    const kept = await readFile(file).catch(() => undefined)
    if (kept) return kept
    return this.#turns.take(async () => {
      const made = await thumbnail(await path())
      await mkdir(this.#folder, { recursive: true })
      const part = `${file}.${randomUUID()}.part`
      await writeFile(part, made)
      await rename(part, file)
      return made
    }, signal)
  }
}

async function thumbnail(path: string): Promise<Uint8Array> {
  const small = (picture: Sharp) =>
    picture
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 80 })
      .toBuffer()
  try {
    const { depth } = await sharp(path).metadata()
    // JPEGs are reduced while they are decoded, which takes a tenth of the time.
    if (depth === 'uchar') return await small(sharp(path, { autoOrient: true, limitInputPixels: false }))
  } catch {
    // decode says what is wrong
  }
  const { data, width, height } = await decode(path) // spreads greys of 16 bits
  return small(sharp(data, { raw: { width, height, channels: 3 } }))
}
