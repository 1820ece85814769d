import * as v from 'valibot'
import type { Box, Point, Size } from '../image/index.ts'
import { type Id, idSchema } from './id.ts'

/** A project, or as much of it as somebody needs: the rows by their ids. Coordinates are pixels of the upright photo. */
export type Document = {
  readonly images: Readonly<Record<Id, ImageRecord>>
  readonly objects: Readonly<Record<Id, ObjectRecord>>
  readonly classes: Readonly<Record<Id, ClassRecord>>
}

export type ImageRecord = Size & {
  readonly id: Id
  /** Below the project's folder, with slashes. */
  readonly path: string
  /** Of the file's content: what a photo is known by after it was renamed. */
  readonly hash: string
  readonly state: ImageState
  readonly note: string
  /** Not found any more where it was; its objects are kept. */
  readonly missing: boolean
}

export type ImageState = 'todo' | 'done' | 'flagged'

export type ObjectRecord = {
  readonly id: Id
  readonly image: Id
  readonly class: Id | null
  /** Null as long as only a box is known. */
  readonly mask: MaskRecord | null
  /** The clicks that made the mask; null where no network did. */
  readonly prompt: PromptRecord | null
  /** Pixels were changed by hand after the network. */
  readonly edited: boolean
  /** A rectangle that came from elsewhere, for which there is no mask yet. */
  readonly box: Rectangle | null
  /** The network that made the mask. */
  readonly model: string | null
  /** Probability from which a pixel counted as inside, 0 to 1. */
  readonly threshold: number | null
  /** How unsure the network was about the mask, 0 to 1. */
  readonly doubt: number | null
  /** How sure the model was that this is an object of its class, 0 to 1; of imported predictions. */
  readonly score: number | null
  readonly review: Review
  readonly note: string
  readonly locked: boolean
  readonly hidden: boolean
  /** Order of drawing: higher lies above. */
  readonly z: number
  /** Tolerance in pixels by which the outline is simplified when it is shown and exported as polygons; 0 is exact. */
  readonly detail: number
}

export type Review = 'unreviewed' | 'accepted' | 'rejected'

/** COCO's compressed run lengths. */
export type MaskRecord = {
  readonly size: readonly [height: number, width: number]
  readonly counts: string
}

/** What a person said about where the object is. */
export type PromptRecord = {
  /** On the outline: the four extreme points, and further ones. */
  readonly points: readonly Point[]
  readonly box?: Box
  /** Clicks inside that were wrongly outside. */
  readonly include: readonly Point[]
  /** Clicks outside that were wrongly inside. */
  readonly exclude: readonly Point[]
}

/** Edges may lie between pixels: a box around the pixel at 0, 0 is 0, 0, 1, 1. */
export type Rectangle = Point & Size

export type ClassRecord = {
  readonly id: Id
  readonly name: string
  /** A place in the palette, or #rrggbb. */
  readonly color: number | string
  /** Place in the list, and so in the order of exported classes. */
  readonly order: number
}

const finite = v.pipe(v.number(), v.finite())
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** No camera has more, and no side of a picture in the formats that browsers show. */
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

/** Text that every database and every file of UTF-8 gives back as it was. */
const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest, `at most ${longest} characters`),
    v.check(value => value.isWellFormed() && !value.includes('\0'), 'whole characters, none of them NUL'),
  )

const point = v.strictObject({ x: finite, y: finite })
const points = v.pipe(v.array(point), v.maxLength(1000))

const maskSchema = v.strictObject({
  size: v.tuple([side, side]),
  counts: v.pipe(v.string(), v.regex(/^[0-o]*$/, 'compressed run lengths')),
})

const promptSchema = v.strictObject({
  points,
  box: v.exactOptional(v.strictObject({ x0: finite, y0: finite, x1: finite, y1: finite })),
  include: points,
  exclude: points,
})

/** What of an object can be changed. */
const objectFields = {
  class: v.nullable(idSchema),
  mask: v.nullable(maskSchema),
  prompt: v.nullable(promptSchema),
  edited: v.boolean(),
  box: v.nullable(v.strictObject({ x: finite, y: finite, width: finite, height: finite })),
  model: v.nullable(text(300)),
  threshold: v.nullable(share),
  doubt: v.nullable(share),
  score: v.nullable(share),
  review: v.picklist(['unreviewed', 'accepted', 'rejected']),
  note: text(10_000),
  locked: v.boolean(),
  hidden: v.boolean(),
  z: finite,
  detail: v.pipe(v.number(), v.finite(), v.minValue(0)),
}
/** What of an image a command can change; the rest follows the files. */
const imageFields = { state: v.picklist(['todo', 'done', 'flagged']), note: text(10_000) }
const classFields = {
  name: v.pipe(text(200), v.nonEmpty('a name of at least one character')),
  color: v.union(
    [v.pipe(v.number(), v.integer(), v.minValue(0)), v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/))],
    'a place in the palette, or #rrggbb with small letters',
  ),
  order: finite,
}

export type ObjectPatch = Partial<Omit<ObjectRecord, 'id' | 'image'>>
export type ImagePatch = Partial<Pick<ImageRecord, 'state' | 'note'>>
export type ClassPatch = Partial<Omit<ClassRecord, 'id'>>

export const objectSchema: v.GenericSchema<unknown, ObjectRecord> = v.strictObject({
  id: idSchema,
  image: idSchema,
  ...objectFields,
})
export const imageSchema: v.GenericSchema<unknown, ImageRecord> = v.strictObject({
  id: idSchema,
  path: v.pipe(text(4096), v.nonEmpty()),
  hash: text(200),
  width: side,
  height: side,
  missing: v.boolean(),
  ...imageFields,
})
export const classSchema: v.GenericSchema<unknown, ClassRecord> = v.strictObject({
  id: idSchema,
  ...classFields,
})

export const objectPatchSchema: v.GenericSchema<unknown, ObjectPatch> = patch(objectFields)
export const imagePatchSchema: v.GenericSchema<unknown, ImagePatch> = patch(imageFields)
export const classPatchSchema: v.GenericSchema<unknown, ClassPatch> = patch(classFields)
export const labelSchema = text(300)

function patch<T extends v.ObjectEntries>(fields: T) {
  const entries = Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, v.exactOptional(schema as v.GenericSchema)]),
  ) as { [K in keyof T]: v.ExactOptionalSchema<T[K], undefined> }
  return v.strictObject(entries)
}
