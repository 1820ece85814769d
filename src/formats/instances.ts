import * as v from 'valibot'
import { JsonSource, textOf } from './json-source.ts'

/** An image of a folder, and the picture of instance numbers that marks its objects. */
export type InstancesEntry = {
  /** Paths within the folder. */
  readonly image: string
  readonly mask: string
  readonly width: number
  readonly height: number
  readonly objects: readonly InstanceObject[]
  /** The collection that the image comes from. */
  readonly set?: string
  /** The part of the data for one use: train, validation. */
  readonly split?: string
  /** What scores are averaged within: a kind of picture, a video. */
  readonly domain?: string
  readonly sequence?: string
}

export type InstanceObject = {
  /** Its number in the mask; 0 is background, 255 is void. */
  readonly id: number
  /** In pixels. */
  readonly area?: number
  readonly class?: string
}

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))
const entrySchema = v.object({
  image: v.string(),
  mask: v.string(),
  width: side,
  height: side,
  objects: v.array(
    v.object({
      id: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
      area: v.optional(v.pipe(v.number(), v.minValue(0))),
      class: v.optional(v.string()),
    }),
  ),
  set: v.optional(v.string()),
  split: v.optional(v.string()),
  domain: v.optional(v.string()),
  sequence: v.optional(v.string()),
  /** The class of objects that have none of their own. */
  category: v.optional(v.string()),
})

/** What an 8-bit mask says about pixels that nobody decided; no object has this number. */
export const voidNumber = 255

/**
 * Reads the index.json of a folder of images and instance-number PNGs: a list of entries, or an object whose items
 * are such a list. Of "bbox" two conventions are about, with width and height and with the far corner, and nothing in
 * a file tells which; boxes are therefore left to the masks.
 *
 * @param file  its name, for messages
 * @throws AnnotationFileError that names what is wrong, where, and what was expected
 */
export function readInstances(input: string | Uint8Array, file?: string): InstancesEntry[] {
  const prefix = file === undefined ? 'instances' : `instances: ${file}`
  const source = new JsonSource(textOf(input, prefix), prefix)
  const bare = Array.isArray(source.value)
  const path = bare ? [] : ['items']
  const items = bare
    ? (source.value as unknown[])
    : source.check(v.object({ items: v.array(v.unknown()) }), source.value, []).items
  return items.map((item, i) => {
    const { set, split, domain, sequence, category, ...entry } = source.check(entrySchema, item, [...path, i])
    const seen = new Set<number>()
    entry.objects.forEach(({ id }, k) => {
      const problem =
        id === voidNumber
          ? `is ${voidNumber}, which marks void pixels`
          : seen.has(id)
            ? `is ${id} for the second time`
            : undefined
      if (problem)
        source.fail(
          [...path, i, 'objects', k, 'id'],
          `the number of an object of "${entry.image}" ${problem}`,
        )
      seen.add(id)
    })
    return {
      ...entry,
      objects: entry.objects.map(({ id, area, class: name = category }) => ({
        id,
        ...(area !== undefined && { area }),
        ...(name !== undefined && { class: name }),
      })),
      ...(set !== undefined && { set }),
      ...(split !== undefined && { split }),
      ...(domain !== undefined && { domain }),
      ...(sequence !== undefined && { sequence }),
    }
  })
}

/** Writes index.json as a list, a line for every image. */
export function writeInstances(entries: readonly InstancesEntry[]): string {
  return `[\n${entries.map(entry => JSON.stringify(entry)).join(',\n')}\n]\n`
}
