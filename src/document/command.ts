import type { Id } from './id.ts'
import type { ClassPatch, ClassRecord, ImagePatch, ObjectPatch, ObjectRecord } from './records.ts'

/** One edit, as plain JSON. The label says in the history what it was, such as "Brush on apple". */
export type Command =
  | AddObjects
  | RemoveObjects
  | ChangeObjects
  | ChangeImage
  | AddClass
  | ChangeClass
  | RemoveClass
  | MergeClasses
  | Sequence

type Labelled = { readonly label: string }

export type AddObjects = Labelled & { readonly type: 'addObjects'; readonly objects: readonly ObjectRecord[] }

export type RemoveObjects = Labelled & { readonly type: 'removeObjects'; readonly objects: readonly Id[] }

/** Gives fields of objects new values; those that a patch does not name stay. */
export type ChangeObjects = Labelled & {
  readonly type: 'changeObjects'
  readonly changes: readonly { readonly id: Id; readonly patch: ObjectPatch }[]
}

export type ChangeImage = Labelled & {
  readonly type: 'changeImage'
  readonly id: Id
  readonly patch: ImagePatch
}

/** Names of classes differ from each other. */
export type AddClass = Labelled & { readonly type: 'addClass'; readonly class: ClassRecord }

export type ChangeClass = Labelled & {
  readonly type: 'changeClass'
  readonly id: Id
  readonly patch: ClassPatch
}

/** Its objects lose their class, or go with it. */
export type RemoveClass = Labelled & {
  readonly type: 'removeClass'
  readonly id: Id
  readonly objects: 'unclassed' | 'removed'
}

/** The objects of several classes get the class `into`; the classes that they had are removed. */
export type MergeClasses = Labelled & {
  readonly type: 'mergeClasses'
  readonly from: readonly Id[]
  readonly into: Id
}

/** Several commands that are done and undone as one. */
export type Sequence = Labelled & { readonly type: 'sequence'; readonly commands: readonly Command[] }
