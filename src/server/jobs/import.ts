import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { unzipSync } from 'fflate'
import { type ClassRecord, type Command, newId, newObject, type ObjectRecord } from '../../document/index.ts'
import {
  type Annotations,
  type ImageRecord,
  maskOf,
  type ObjectRecord as ReadObject,
  readAnnotations,
  type SourceFile,
} from '../../formats/index.ts'
import type { ImageListing } from '../../store/index.ts'
import type { Annotator } from '../annotator.ts'
import { RefusedError } from '../http/refusal.ts'
import type { JobEnd, JobProgress } from './jobs.ts'

/** Unpacked annotations that are taken, in bytes. */
const mostUnpacked = 1 << 30

/** Objects of one edit: larger edits would keep others waiting. */
const objectsPerEdit = 1000

/** Files that annotations are made of; of all others, photos mostly, the name is enough. */
const readable = /\.(json|ndjson|jsonl|txt|ya?ml|xml|png|csv)$/i

/**
 * Objects from files of any format. Photos are found by their paths, else by their names. Objects that are there
 * already, to the pixel, are not added again. What a model predicted and what has only a box waits for review; what
 * people drew is accepted.
 *
 * @param files  see filesOfZip and filesOfFolder
 * @throws AnnotationFileError when they cannot be read
 */
export async function importAnnotations(
  { project }: Annotator,
  files: readonly SourceFile[],
  { signal, step }: JobProgress,
): Promise<JobEnd> {
  const { store, library } = await project
  step(0, 0, `reading ${files.length} files`)
  const photos = photosByName(await library.listing())
  const sizeOf = (photo: string) => photos(photo)
  const { format, notes, ...annotations } = await readAnnotations(files, { sizeOf })
  const classes = await classesFor(annotations, await store.classes())
  const taken: Taken = { objects: [], known: 0, losses: [] }
  for (const [done, image] of annotations.images.entries()) {
    signal.throwIfAborted()
    step(done, annotations.images.length, `reading objects of ${image.file}`)
    const photo = photos(image.file)
    const own = annotations.objects.filter(object => object.image === image.id)
    if (!photo) {
      taken.losses.push(`${image.file}: no such photo in the project; ${own.length} objects left out`)
      continue
    }
    const there = photo.objects > 0 ? (await store.image(photo.id)).objects : []
    takeObjects(taken, own, image, photo, there, classes.byCategory)
  }
  const parts = Math.ceil(taken.objects.length / objectsPerEdit)
  for (let part = 0; part < parts; part++) {
    signal.throwIfAborted()
    step(part, parts, `keeping ${taken.objects.length} objects`)
    const objects = taken.objects.slice(part * objectsPerEdit, (part + 1) * objectsPerEdit)
    const label = `Import from ${format}${parts > 1 ? ` (${part + 1} of ${parts})` : ''}`
    const add: Command = { type: 'addObjects', label, objects }
    const added = part === 0 ? classes.added : []
    await store.apply(added.length === 0 ? add : { type: 'sequence', label, commands: [...added, add] })
  }
  return {
    message: `${taken.objects.length} objects from ${format}`,
    result: {
      counts: {
        objects: taken.objects.length,
        photos: new Set(taken.objects.map(({ image }) => image)).size,
        classes: classes.added.length,
        known: taken.known,
      },
      losses: [...taken.losses, ...notes],
    },
  }
}

type Taken = { readonly objects: ObjectRecord[]; known: number; readonly losses: string[] }

function takeObjects(
  taken: Taken,
  objects: readonly ReadObject[],
  image: ImageRecord,
  photo: ImageListing,
  there: readonly ObjectRecord[],
  classes: ReadonlyMap<number, string>,
): void {
  if (image.width !== photo.width || image.height !== photo.height) {
    taken.losses.push(
      `${image.file}: the annotations are for ${image.width}×${image.height} pixels, the photo has ${photo.width}×${photo.height}; ${objects.length} objects left out`,
    )
    return
  }
  let z = Math.max(0, ...there.map(object => object.z))
  const known = new Set(there.map(contentOf))
  for (const read of objects)
    try {
      const object = { ...recordOf(read, image, photo.id, classes), z: ++z }
      const content = contentOf(object)
      if (known.has(content)) taken.known++
      else taken.objects.push(object)
      known.add(content)
    } catch (error) {
      taken.losses.push((error as Error).message)
    }
}

const contentOf = ({ class: name, mask, box }: ObjectRecord) =>
  JSON.stringify([name, mask?.counts, mask ? null : box])

/** @throws AnnotationFileError when its run lengths are damaged */
function recordOf(
  object: ReadObject,
  image: ImageRecord,
  photo: string,
  classes: ReadonlyMap<number, string>,
): ObjectRecord {
  const mask = maskOf(object, image)?.toRle() ?? null
  const { category, box, points, score } = object
  return newObject({
    image: photo,
    class: (category !== undefined && classes.get(category)) || null,
    mask,
    prompt: points ? { points, include: [], exclude: [] } : null,
    box: mask === null && box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null,
    score: score ?? null,
    review: mask === null || score !== undefined ? 'unreviewed' : 'accepted',
  })
}

/** Classes of the same name are the same; others are added, after those that are there. */
async function classesFor({ categories }: Annotations, there: readonly ClassRecord[]) {
  const ids = new Map(there.map(({ name, id }) => [name, id]))
  const byCategory = new Map<number, string>()
  const added: Command[] = []
  let order = Math.max(0, ...there.map(({ order }) => order))
  for (const { id, name } of categories) {
    if (!ids.has(name)) {
      const record = { id: newId(), name, color: ids.size, order: ++order }
      added.push({ type: 'addClass', label: `Class ${name}`, class: record })
      ids.set(name, record.id)
    }
    byCategory.set(id, ids.get(name)!)
  }
  return { byCategory, added }
}

/** Finds photos by path; by the end of it, where the file was written from another folder; by the name alone. */
function photosByName(images: readonly ImageListing[]): (file: string) => ImageListing | undefined {
  const byPath = new Map(images.map(image => [image.path, image]))
  const byName = new Map<string, ImageListing | undefined>()
  for (const image of images)
    for (const name of [nameOf(image.path), stemOf(image.path)])
      byName.set(name, byName.has(name) ? undefined : image) // two of the same name: neither
  return file => {
    const parts = file.split('/')
    for (let i = 0; i < parts.length; i++) {
      const image = byPath.get(parts.slice(i).join('/'))
      if (image) return image
    }
    return byName.get(nameOf(file)) ?? byName.get(stemOf(file))
  }
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const stemOf = (path: string) => nameOf(path).replace(/\.[^.]+$/, '')

/**
 * The files of an upload: of a zip those in it, of anything else itself.
 *
 * @throws RangeError when they come to more than a gigabyte unpacked
 */
export async function filesOfUpload(path: string): Promise<SourceFile[]> {
  const bytes = await readFile(path)
  if (bytes.readUInt32BE(0) !== 0x504b0304)
    return [{ path: `annotations${endingOf(bytes)}`, read: () => bytes }]
  let total = 0
  const unpacked = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!readable.test(name)) return false
      total += originalSize
      if (total > mostUnpacked)
        throw new RangeError(
          `${name}: unpacked the files are larger than ${mostUnpacked} bytes; import them in parts`,
        )
      return true
    },
  })
  return Object.entries(unpacked).map(([path, content]) => ({ path, read: () => content }))
}

/**
 * The files of a folder in the project, or one file.
 *
 * @throws PathError when it leads outside
 */
export async function filesOfProject({ folder }: Annotator, path: string): Promise<SourceFile[]> {
  const real = await folder.resolve(path)
  const source = (file: string): SourceFile => {
    const inProject = relative(folder.path, file).split(sep).join('/')
    return { path: inProject, read: async () => readFile(await folder.resolve(inProject)) }
  }
  if (!(await stat(real)).isDirectory()) return [source(real)]
  const entries = await readdir(real, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  if (files.length === 0) throw new RefusedError(422, 'unfit', `${path}: there are no files in this folder`)
  return files.map(source)
}

/** By how it begins: readers look at the ends of names first. */
function endingOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart()
  if (start.startsWith('<')) return '.xml'
  return start.startsWith('\x89PNG') ? '.png' : '.json'
}
