import {
  apply,
  type ClassRecord,
  type Command,
  type Document,
  type Id,
  newObject,
  type ObjectPatch,
  type ObjectRecord,
} from '../src/document/index.ts'
import { type Random, random } from '../src/image/index.ts'

/**
 * A command that a person could give next: any kind, whatever the document allows. The same document and random
 * numbers give the same command.
 */
export function nextCommand(document: Document, next: Random): Command {
  const kinds = [
    addSome,
    addSome,
    change,
    change,
    change,
    remove,
    image,
    addAClass,
    changeAClass,
    dropAClass,
    merge,
    several,
  ]
  for (;;) {
    const command = one(kinds, next)(document, next)
    if (command !== undefined) return command
  }
}

type Kind = (document: Document, next: Random) => Command | undefined

const addSome: Kind = (document, next) => {
  const images = Object.values(document.images)
  const objects = Array.from({ length: 1 + below(3, next) }, () =>
    randomObject(document, one(images, next), next),
  )
  return { type: 'addObjects', label: 'Four clicks', objects }
}

const change: Kind = (document, next) => {
  const ids = some(Object.keys(document.objects), next)
  const changes = ids.map(id => ({ id, patch: randomPatch(document, document.objects[id]!, next) }))
  return ids.length > 0 ? { type: 'changeObjects', label: 'Brush', changes } : undefined
}

const remove: Kind = (document, next) => {
  const objects = some(Object.keys(document.objects), next)
  return objects.length > 0 ? { type: 'removeObjects', label: 'Delete', objects } : undefined
}

const image: Kind = (document, next) => ({
  type: 'changeImage',
  label: 'State',
  id: one(Object.keys(document.images), next),
  patch: next() < 0.5 ? { state: one(['todo', 'done', 'flagged'] as const, next) } : { note: word(next) },
})

const addAClass: Kind = (_, next) => ({ type: 'addClass', label: 'New class', class: randomClass(next) })

const changeAClass: Kind = (document, next) => {
  const ids = Object.keys(document.classes)
  const patch = one([{ name: word(next) }, { color: below(20, next) }, { order: below(100, next) }], next)
  return ids.length > 0 ? { type: 'changeClass', label: 'Class', id: one(ids, next), patch } : undefined
}

const dropAClass: Kind = (document, next) => {
  const ids = Object.keys(document.classes)
  const objects = one(['unclassed', 'removed'] as const, next)
  return ids.length > 0
    ? { type: 'removeClass', label: 'Drop class', id: one(ids, next), objects }
    : undefined
}

const merge: Kind = (document, next) => {
  const [into, ...from] = some(Object.keys(document.classes), next)
  return into !== undefined && from.length > 0
    ? { type: 'mergeClasses', label: 'Merge', from, into }
    : undefined
}

/** Each fits the document as it is, and none gets in the way of another. */
const several: Kind = (document, next) => {
  const commands = [addSome, image, addAClass].flatMap(kind => kind(document, next) ?? [])
  return { type: 'sequence', label: 'Several', commands }
}

function randomObject(
  document: Document,
  { id, width, height }: { id: Id; width: number; height: number },
  next: Random,
): ObjectRecord {
  const object = newObject({
    id: randomId(next),
    image: id,
    box: { x: next() * width, y: 0.1, width: 1, height: 2 / 3 },
    z: below(1000, next),
  })
  return { ...object, mask: randomMask([height, width], next), ...randomPatch(document, object, next) }
}

function randomPatch(document: Document, { mask }: ObjectRecord, next: Random): ObjectPatch {
  const classes = [null, ...Object.keys(document.classes)]
  const point = () => ({ x: next() * 6, y: below(4, next) })
  return one<ObjectPatch>(
    [
      { class: one(classes, next) },
      { mask: mask && randomMask(mask.size, next), edited: true, threshold: next() },
      {
        prompt: { points: [point(), point(), point(), point()], include: [point()], exclude: [] },
        model: 'paper',
      },
      {
        ...(mask && { box: null }),
        review: one(['accepted', 'rejected', 'unreviewed'] as const, next),
        note: word(next),
      },
      { locked: next() < 0.5, hidden: next() < 0.5, z: next(), detail: next() },
      { doubt: next(), score: next() },
    ],
    next,
  )
}

/** One run inside, from somewhere to somewhere: `0` to `o` write any number below 16 in one character. */
function randomMask(size: readonly [number, number], next: Random): ObjectRecord['mask'] {
  const before = below(15, next)
  const inside = 1 + below(Math.min(15, size[0] * size[1] - before) - 1, next)
  return {
    size,
    counts: `${runLength(before)}${runLength(inside)}${runLength(size[0] * size[1] - before - inside)}`,
  }
}

/** A number as COCO's compressed run lengths have it, from 0. */
function runLength(value: number): string {
  const group = value & 31
  const last = value < 16
  return String.fromCharCode(48 + (last ? group : group + 32)) + (last ? '' : runLength(value >> 5))
}

const randomClass = (next: Random): ClassRecord => ({
  id: randomId(next),
  name: word(next),
  color: next() < 0.5 ? below(20, next) : '#c0ffee',
  order: below(100, next),
})

const below = (limit: number, next: Random) => Math.floor(next() * limit)
const one = <T>(list: readonly T[], next: Random): T => list[below(list.length, next)]!
const some = <T>(list: readonly T[], next: Random): T[] => list.filter(() => next() < 3 / list.length)
const randomId = (next: Random) => Array.from({ length: 12 }, () => below(36, next).toString(36)).join('')

/** Long enough that no two are alike; with what databases and files stumble over. */
const word = (next: Random) => `${randomId(next)} "è\\'\n‮😀%_$1`

/** What a session does next. */
export type Step = { readonly kind: 'do'; readonly command: Command } | { readonly kind: 'undo' | 'redo' }

/**
 * A session that goes the same way every time: what is done at a version follows from the seed and what was done
 * before. It keeps the documents, so that a store can be compared with it at any version.
 */
export class Session {
  readonly #seed: number
  readonly #done: Document[] = []
  readonly #undone: Document[] = []
  #document: Document
  #version = 0

  constructor(seed: number, start: Document) {
    this.#seed = seed
    this.#document = start
  }

  get document(): Document {
    return this.#document
  }

  get version(): number {
    return this.#version
  }

  step(): Step {
    const next = random(this.#seed, ++this.#version)
    const kind = next()
    const [from, to] = kind < 0.1 ? [this.#done, this.#undone] : [this.#undone, this.#done]
    if (kind < 0.15 && from.length > 0) {
      to.push(this.#document)
      this.#document = from.pop()!
      return { kind: kind < 0.1 ? 'undo' : 'redo' }
    }
    const command = nextCommand(this.#document, next)
    this.#done.push(this.#document)
    this.#undone.length = 0
    this.#document = apply(this.#document, command)
    return { kind: 'do', command }
  }

  /** Steps until a version is reached. */
  to(version: number): this {
    while (this.#version < version) this.step()
    return this
  }
}
