import { newId } from './id.ts'
import type { ObjectRecord } from './records.ts'

/** An object of an image: without what is not named, under an id of its own, and not looked at by anybody yet. */
export function newObject(fields: Pick<ObjectRecord, 'image'> & Partial<ObjectRecord>): ObjectRecord {
  return {
    id: fields.id ?? newId(),
    class: null,
    mask: null,
    prompt: null,
    edited: false,
    box: null,
    model: null,
    threshold: null,
    doubt: null,
    score: null,
    review: 'unreviewed',
    note: '',
    locked: false,
    hidden: false,
    z: 0,
    detail: 0,
    ...fields,
  }
}
