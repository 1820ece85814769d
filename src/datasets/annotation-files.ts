import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { unzipSync } from 'fflate'
import type { SizeOf, SourceFile } from '../formats/index.ts'
import { imageSize } from '../image/node.ts'
import { DatasetError } from './dataset-error.ts'
import { filesBelow, isFile } from './paths.ts'

/** Bytes of annotations that are unpacked from a zip at most. */
const mostUnpacked = 2 ** 30

/**
 * The files that formats of annotations read: of a folder and those in it, of a zip, or one file; a data.yaml stands
 * for its folder. In a folder nothing is opened before a reader asks for it.
 *
 * @returns  with `root`, the folder that their paths count from, and the sizes of the photos among them
 * @throws DatasetError when there is no such folder, or a zip is damaged or unpacks to more than a gigabyte
 */
export async function annotationFiles(
  path: string,
): Promise<{ root: string; files: SourceFile[]; sizeOf: SizeOf }> {
  const file = await isFile(path)
  const root = file ? dirname(path) : path
  if (file && /\.zip$/i.test(path)) return { root, ...filesInZip(await readFile(path), path) }
  const paths = file && !/\.ya?ml$/i.test(path) ? [path] : await filesBelow(root)
  const files = paths.map(path => ({
    path: relative(root, path).replaceAll('\\', '/'),
    read: () => readFile(path),
  }))
  return { root, files, sizeOf: photo => imageSize(join(root, photo)).catch(() => undefined) }
}

/** Photos stay packed until one is measured. */
function filesInZip(bytes: Uint8Array, path: string): { files: SourceFile[]; sizeOf: SizeOf } {
  const names: string[] = []
  let total = 0
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (name.endsWith('/')) return false
    names.push(name)
    if (isPhoto(name)) return false
    total += originalSize
    if (total > mostUnpacked)
      throw new RangeError(`it unpacks to more than ${mostUnpacked} bytes; unpack it, and name the folder`)
    return true
  }
  try {
    const unpacked = unzipSync(bytes, { filter })
    const files = names.map(name => ({ path: name, read: () => unpacked[name] ?? new Uint8Array() }))
    const photo = (name: string) => unzipSync(bytes, { filter: entry => entry.name === name })[name]
    return { files, sizeOf: name => imageSize(photo(name) ?? new Uint8Array()).catch(() => undefined) }
  } catch (error) {
    throw new DatasetError(`${path}: the zip cannot be read (${(error as Error).message})`, { cause: error })
  }
}

/** PNGs may be masks. */
const isPhoto = (name: string) => /\.(jpe?g|webp|tiff?|bmp|gif|heic)$/i.test(name)

/** A folder of photos, and what a photo is called in it. */
export type PhotoFolder = { readonly folder: string; nameIn(file: string): string }

/**
 * Where photos are: in the first folder that has the first one, by its whole name or, since exports name photos by
 * where they belong, by what is left without its first folders.
 *
 * @param path  of the annotations, for the message
 * @throws DatasetError when it is in none of them
 */
export async function findPhotos(
  first: string,
  folders: readonly string[],
  path: string,
): Promise<PhotoFolder> {
  const steps = first.split('/').length
  for (const folder of folders)
    for (let k = 0; k < steps; k++) {
      const nameIn = (file: string) => file.split('/').slice(k).join('/')
      if (await isFile(join(folder, nameIn(first)))) return { folder, nameIn }
    }
  throw new DatasetError(
    `${path}: its photo ${first} is not in ${folders.join(' nor in ')}; set images to the folder of the photos`,
  )
}
