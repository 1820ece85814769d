import { join } from 'node:path'
import * as v from 'valibot'
import { DatasetError } from './dataset-error.ts'
import type { DatasetFormat } from './dataset-format.ts'
import { labelledPhotos } from './labelled-photos.ts'
import { isFile, readText } from './paths.ts'

const photoSchema = v.object({
  image: v.string(),
  mask: v.string(),
  split: v.optional(v.string()),
  set: v.optional(v.string()),
  /** What a photo is reported by: its frame's sequence, or its domain. */
  sequence: v.optional(v.string()),
  domain: v.optional(v.string()),
  /** The class of all its objects. */
  category: v.optional(v.string()),
  objects: v.array(
    v.object({
      id: v.pipe(v.number(), v.integer(), v.minValue(1)),
      class: v.optional(v.string()),
      /** In pixels. */
      area: v.pipe(v.number(), v.minValue(0)),
    }),
  ),
})

const indexSchema = v.union([
  v.object({ set: v.optional(v.string()), items: v.array(photoSchema) }),
  v.pipe(
    v.array(photoSchema),
    v.transform(items => ({ set: undefined, items })),
  ),
])

/** A folder with index.json, photos, and PNGs of instance numbers from 1; 0 is background and 255 void. */
export const instances: DatasetFormat = {
  layout: 'index.json, which lists photos, PNGs of instance numbers, and their objects',

  fits: path => isFile(join(path, 'index.json')),

  async open({ path, split }, files) {
    const file = join(path, 'index.json')
    const { set, items } = parseIndex(await readText(file, 'the list of photos'), file)
    const chosen = items.filter(item => split === undefined || item.split === split)
    if (split !== undefined && chosen.length === 0) {
      const known = [...new Set(items.flatMap(item => item.split ?? []))]
      throw new DatasetError(
        `${file}: no photo has split '${split}'; there ${known.length > 0 ? `are ${known.join(', ')}` : 'are no splits'}`,
      )
    }
    const photos = chosen.map(({ image, mask, objects, ...item }) => ({
      image: join(path, image),
      mask: join(path, mask),
      id: mask,
      objects: objects.map(object => ({
        number: object.id,
        area: object.area,
        class: object.class ?? item.category,
      })),
      set: item.set ?? set,
      part: item.sequence ?? item.domain,
    }))
    return labelledPhotos(path, photos, files)
  },
}

function parseIndex(text: string, file: string): v.InferOutput<typeof indexSchema> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new DatasetError(`${file}: not JSON (${(error as Error).message})`, { cause: error })
  }
  const parsed = v.safeParse(indexSchema, json)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new DatasetError(`${file}: ${v.getDotPath(issue) ?? 'the list'}: ${issue.message}`)
}
