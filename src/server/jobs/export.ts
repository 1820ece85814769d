import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import {
  countsOf,
  describeLosses,
  formats,
  type OutputFile,
  type WriteOptions,
  writeAnnotations,
} from '../../formats/index.ts'
import type { Annotator } from '../annotator.ts'
import { RefusedError } from '../http/refusal.ts'
import type { JobRequest } from '../messages.ts'
import { exportMark } from '../photos/folder.ts'
import { annotationsOf } from './annotations.ts'
import type { JobEnd, JobProgress } from './jobs.ts'
import { labelledPhotos } from './labelled-photos.ts'

type ExportRequest = Extract<JobRequest, { kind: 'export' }>

/**
 * Writes the whole project in a format: as a zip that the page fetches, or into a folder of the project, which is then
 * no folder of photos.
 *
 * @throws LossError with `strict`, when the format cannot hold all of it; PathError when the folder lies outside
 */
export async function exportProject(
  { project, folder, files: passing, name }: Annotator,
  request: ExportRequest,
  progress: JobProgress,
): Promise<JobEnd> {
  const { store, library } = await project
  const photos = await labelledPhotos(await project, progress)
  const polygons = request.format === 'coco-polygons'
  const format = polygons ? 'coco' : request.format
  const masks = !polygons && (formats.find(({ name }) => name === format)?.carries.masks ?? true)
  const annotations = annotationsOf(photos, await store.classes(), {
    acceptedOnly: request.acceptedOnly ?? false,
    masks,
  })
  if (annotations.images.length === 0)
    throw new RangeError('there is nothing to export yet: no photo has objects or is marked as done')
  const target = request.folder === undefined ? undefined : await folder.place(request.folder)
  const options: WriteOptions = {
    strict: request.strict ?? false,
    ...(polygons && { coco: 'polygons' as const }),
    ...(request.split && { split: splitOf(request.split) }),
    ...(target && { photos: upwards(request.folder!) }),
  }
  const { files, losses, notes } = writeAnnotations(annotations, format, options)
  progress.step(1, 2, `${files.length} files`)
  const file = target ? undefined : await passing.zip()
  if (target) await writeFolder(target, files)
  if (file) await writeZip(file, files, progress.signal)
  const counts = { ...countsOf(annotations), files: files.length, lossy: losses.length }
  const left = (await library.listing()).length - annotations.images.length
  return {
    message: `${counts.objects} objects in ${counts.photos} photos of ${name}`,
    result: {
      counts,
      losses: [
        ...describeLosses(losses),
        ...notes,
        ...(left > 0 ? [`${left} photos on which nothing has been done yet are left out`] : []),
      ],
      ...(target && { folder: request.folder! }),
    },
    ...(file && { file }),
  }
}

function splitOf({ validation, test, seed }: NonNullable<ExportRequest['split']>) {
  if (validation + test > 1)
    throw new RangeError(`split: ${validation} for validation and ${test} for test are more than everything`)
  return { shares: [1 - validation - test, validation, test] as const, seed }
}

/** The project's folder as seen from a folder in it. */
function upwards(folder: string): string {
  const depth = folder.split('/').filter(part => part !== '' && part !== '.').length
  return Array.from({ length: depth }, () => '..').join('/')
}

/** @throws RefusedError 409 when the folder holds something that no export wrote */
async function writeFolder(folder: string, files: readonly OutputFile[]): Promise<void> {
  const there: string[] = await readdir(folder).catch(() => [])
  if (there.length > 0 && !there.includes(exportMark))
    throw new RefusedError(409, 'conflict', `${folder}: holds other files; name a new folder`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, exportMark), 'Written by dextr annotate; its pictures are no photos.\n')
  for (const { path, content } of files) {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, content)
  }
}

/** Text is packed, pictures are as small as they get. */
async function writeZip(path: string, files: readonly OutputFile[], signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const out = createWriteStream(path)
  const zip = new Zip((error, data, final) => {
    if (error) out.destroy(error)
    else out.write(data)
    if (final) out.end()
  })
  try {
    for (const file of files) {
      signal.throwIfAborted()
      const entry =
        typeof file.content === 'string' ? new ZipDeflate(file.path) : new ZipPassThrough(file.path)
      zip.add(entry)
      entry.push(typeof file.content === 'string' ? strToU8(file.content) : file.content, true)
      if (out.writableNeedDrain) await once(out, 'drain')
    }
    zip.end()
    await finished(out)
  } catch (error) {
    out.destroy()
    await rm(path, { force: true })
    throw error
  }
}
