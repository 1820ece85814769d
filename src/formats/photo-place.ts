import type { FormatOptions, PhotoPlace } from './format.ts'
import { insidePath, join } from './paths.ts'
import type { ImageRecord } from './record.ts'

/** The place of a photo in a folder for each part of the data; a name that begins with its part does not get it twice. */
export function inSplit({ file, split }: ImageRecord): string {
  const inside = insidePath(file)
  return split === undefined || inside.startsWith(`${split}/`) ? inside : `${split}/${inside}`
}

/** Where a photo is, as seen from an export: in the folder that the options name, else where it belongs. */
export function placeOf({ file }: ImageRecord, { photos }: FormatOptions, usual: string): PhotoPlace {
  return { photo: file, path: photos === undefined ? usual : join(photos, file) }
}
