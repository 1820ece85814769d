import { join, normalize, parse } from 'node:path'
import type { PointsRequest } from '../formats/index.ts'
import { UsageError } from './errors.ts'
import { standardStream } from './files.ts'

/** Where results go, as the command line says it. */
export type OutputOptions = {
  readonly out?: string
  readonly overlay?: string
  readonly svg?: string
}

/** Where the results of one photo go. */
export type PhotoOutputs = {
  /** For each object. */
  readonly masks?: readonly string[]
  readonly overlay?: string
  readonly svg?: string
}

/**
 * For the objects of one photo that the command line names: the files themselves. Of several objects mask.png becomes
 * mask-1.png, mask-2.png.
 *
 * @throws UsageError when several masks should go to standard output
 */
export function outputsOfPhoto({ out, overlay, svg }: OutputOptions, objects: number): PhotoOutputs {
  if (out === standardStream && objects > 1)
    throw new UsageError(`segment: ${objects} masks cannot go to standard output; name a file with --out`)
  return {
    ...(out !== undefined && { masks: objects === 1 ? [out] : numbered(out, objects) }),
    ...(overlay !== undefined && { overlay }),
    ...(svg !== undefined && { svg }),
  }
}

function numbered(path: string, count: number): string[] {
  const { dir, name, ext } = parse(path)
  return Array.from({ length: count }, (_, i) => join(dir, `${name}-${i + 1}${ext}`))
}

/**
 * For many photos: files in folders, called after the photo and the object, such as bear-1.png, bear-overlay.jpg and
 * bear.svg. Folders of photos are kept below them; photos that differ only in their endings keep the endings.
 *
 * @throws UsageError when a folder is standard output
 */
export function outputsOfPhotos(
  folders: OutputOptions,
  requests: readonly PointsRequest[],
): Map<PointsRequest, PhotoOutputs> {
  for (const [option, folder] of Object.entries(folders))
    if (folder === standardStream)
      throw new UsageError(`segment: --${option} names a folder when there is --objects, not standard output`)
  const stems = requests.map(({ image }) => withoutEnding(image))
  const uses = new Map<string, number>()
  for (const stem of stems) uses.set(stem, (uses.get(stem) ?? 0) + 1)
  return new Map(
    requests.map((request, i) => {
      const stem = uses.get(stems[i]!) === 1 ? stems[i]! : inside(request.image)
      const { out, overlay, svg } = folders
      return [
        request,
        {
          ...(out !== undefined && {
            masks: labels(request).map(label => join(out, `${stem}-${label}.png`)),
          }),
          ...(overlay !== undefined && { overlay: join(overlay, `${stem}-overlay.jpg`) }),
          ...(svg !== undefined && { svg: join(svg, `${stem}.svg`) }),
        },
      ]
    }),
  )
}

/** What the objects of a photo are called: their ids where they have some that differ, else their numbers from 1. */
export function labels({ objects }: PointsRequest): string[] {
  const ids = new Set(objects.map(({ id }) => id))
  const known = ids.size === objects.length && !ids.has(undefined)
  return objects.map(({ id }, i) => String(known ? id : i + 1))
}

/** All files of a photo. */
export function filesOf({ masks = [], overlay, svg }: PhotoOutputs): string[] {
  return [...masks, ...(overlay === undefined ? [] : [overlay]), ...(svg === undefined ? [] : [svg])]
}

function withoutEnding(image: string): string {
  return inside(image).replace(/(?<=[^/\\])\.[^./\\]+$/, '')
}

/** A path that stays below the folder that it is joined to, whatever is named. */
function inside(image: string): string {
  return normalize(image.replace(/^[a-z]+:\/*/i, ''))
    .split(/[/\\]/)
    .filter(part => part !== '..' && part !== '')
    .join('/')
}
