import { expect } from 'vitest'
import {
  apply,
  type ClassRecord,
  type Command,
  type Document,
  type Id,
  type ImageRecord,
  invert,
  newObject,
  type ObjectRecord,
  parseCommand,
} from '../src/document/index.ts'

/** An id that can be read: the name, filled up. */
export const id = (name: string): Id => name.toLowerCase().padEnd(12, '0')

export const image = (name: string, fields: Partial<ImageRecord> = {}): ImageRecord => ({
  id: id(name),
  path: `${name}.jpg`,
  hash: `hash of ${name}`,
  width: 6,
  height: 4,
  state: 'todo',
  note: '',
  missing: false,
  ...fields,
})

/** Two times two pixels of the images made here, as COCO writes them. */
export const mask = (counts = '5220;'): ObjectRecord['mask'] => ({ size: [4, 6], counts })

export const object = (name: string, on: string, fields: Partial<ObjectRecord> = {}): ObjectRecord =>
  newObject({ id: id(name), image: id(on), mask: mask(), ...fields })

export const classOf = (name: string, fields: Partial<ClassRecord> = {}): ClassRecord => ({
  id: id(name),
  name,
  color: 0,
  order: 0,
  ...fields,
})

export function documentOf(
  images: readonly ImageRecord[],
  objects: readonly ObjectRecord[] = [],
  classes: readonly ClassRecord[] = [],
): Document {
  const byId = <R extends { id: Id }>(rows: readonly R[]) =>
    Object.fromEntries(rows.map(row => [row.id, row]))
  return { images: byId(images), objects: byId(objects), classes: byId(classes) }
}

/** Checks what a command does, and the laws that hold for all of them. */
export function checkCommand(before: Document, command: Command, after: Document): void {
  const copy = structuredClone(before)
  expect(apply(before, command)).toEqual(after)
  expect(apply(after, invert(before, command))).toEqual(before)
  expect(parseCommand(JSON.parse(JSON.stringify(command)))).toEqual(command)
  expect(before).toEqual(copy)
}
