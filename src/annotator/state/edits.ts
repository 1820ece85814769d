import type { ClassRecord, Command, ObjectPatch, ObjectRecord } from '../../document/index.ts'
import { newId } from '../../document/index.ts'
import { classList, classNameOf } from './objects.ts'
import type { State } from './types.ts'

/** What a history says of some objects: "apple", "3 objects". */
export function nameObjects(state: Pick<State, 'classes'>, objects: readonly ObjectRecord[]): string {
  const [first] = objects
  if (objects.length !== 1) return `${objects.length} objects`
  return first!.class === null ? 'object' : classNameOf(state, first!.class)
}

/** The same change to some objects, as one step; undefined when none is to be changed. */
export function patchObjects(
  objects: readonly ObjectRecord[],
  patch: ObjectPatch,
  label: string,
): Command | undefined {
  const fields = Object.entries(patch) as [keyof ObjectPatch, unknown][]
  const changes = objects
    .filter(object => fields.some(([field, value]) => object[field] !== value))
    .map(({ id }) => ({ id, patch }))
  return changes.length > 0 ? { type: 'changeObjects', label, changes } : undefined
}

/** A class with a name of its own and the first colour that no other has. */
export function newClass(state: Pick<State, 'classes'>, name: string): ClassRecord {
  const classes = classList(state)
  const colours = new Set(classes.map(({ color }) => color))
  let color = 0
  while (colours.has(color)) color++
  return { id: newId(), name, color, order: (classes.at(-1)?.order ?? -1) + 1 }
}
