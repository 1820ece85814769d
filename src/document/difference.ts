import type { Id } from './id.ts'
import type { ClassRecord, Document, ImageRecord, ObjectRecord } from './records.ts'

/** Rows as they are after an edit, and the ids of rows that are gone. */
export type Change = {
  readonly images: readonly ImageRecord[]
  readonly objects: readonly ObjectRecord[]
  readonly classes: readonly ClassRecord[]
  readonly removedObjects: readonly Id[]
  readonly removedClasses: readonly Id[]
}

/** What changed from one document to a later one. Rows that are the same value are not looked into. */
export function difference(before: Document, after: Document): Change {
  return {
    images: changed(before.images, after.images),
    objects: changed(before.objects, after.objects),
    classes: changed(before.classes, after.classes),
    removedObjects: removed(before.objects, after.objects),
    removedClasses: removed(before.classes, after.classes),
  }
}

type Rows<R> = Readonly<Record<Id, R>>

const changed = <R>(before: Rows<R>, after: Rows<R>): R[] =>
  Object.entries(after).flatMap(([id, row]) => (row === before[id] ? [] : [row]))

const removed = (before: Rows<unknown>, after: Rows<unknown>): Id[] =>
  before === after ? [] : Object.keys(before).filter(id => after[id] === undefined)
