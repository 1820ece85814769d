import type { CommandAnswer } from '../../server/browser.ts'
import type { State } from './types.ts'

/** Photo, objects and classes after an edit that the server made; only what concerns the photo on the stage is taken. */
export function withChange(
  state: State,
  { images, objects, classes, removedObjects, removedClasses }: CommandAnswer['change'],
): Pick<State, 'image' | 'objects' | 'classes'> {
  const here = objects.filter(({ image }) => image === state.image?.id)
  return {
    image: images.find(({ id }) => id === state.image?.id) ?? state.image,
    objects: withRows(state.objects, here, removedObjects),
    classes: withRows(state.classes, classes, removedClasses),
  }
}

/** Other rows in the state; what is selected or chosen and not among them any more is let go. */
export function withDocument(
  { selection, classId }: State,
  { image, objects, classes }: Pick<State, 'image' | 'objects' | 'classes'>,
): Pick<State, 'image' | 'objects' | 'classes' | 'selection' | 'classId'> {
  return {
    image,
    objects,
    classes,
    selection: selection.every(id => objects[id]) ? selection : selection.filter(id => objects[id]),
    classId: classId !== null && classes[classId] ? classId : null,
  }
}

/** Rows with some replaced or added, and some gone. */
function withRows<Row extends { readonly id: string }>(
  rows: Readonly<Record<string, Row>>,
  changed: readonly Row[],
  removed: readonly string[],
): Readonly<Record<string, Row>> {
  if (changed.length + removed.length === 0) return rows
  const next = { ...rows }
  for (const row of changed) next[row.id] = row
  for (const id of removed) delete next[id]
  return next
}
