import { Pencil, Tag, Tags } from 'lucide-react'
import type { Application } from '../app/application.ts'
import { nameObjects, newClass, patchObjects } from '../state/edits.ts'
import { classList, classNameOf, selectedObjects } from '../state/objects.ts'
import { focusField } from './focus-field.ts'
import type { Action } from './types.ts'

/** Makes a class that of the next object, and of those that are selected. */
export function chooseClass(app: Application, classId: string | null): void {
  const state = app.store.getState()
  app.store.setState({ classId })
  const objects = selectedObjects(state).filter(({ locked }) => !locked)
  const command = patchObjects(
    objects,
    { class: classId },
    `${nameObjects(state, objects)} is ${classNameOf(state, classId)}`,
  )
  if (command) app.commit(command)
}

/** A new class with this name, or the one that has it, for the next object and those that are selected. */
export function addClass(app: Application, name: string): void {
  const state = app.store.getState()
  const known = classList(state).find(other => other.name.toLowerCase() === name.toLowerCase())
  const record = known ?? newClass(state, name)
  if (!known) app.commit({ type: 'addClass', label: `New class ${name}`, class: record })
  chooseClass(app, record.id)
}

const byDigit: readonly Action[] = Array.from({ length: 9 }, (_, i) => ({
  id: `class.${i + 1}`,
  label: `Class ${i + 1}`,
  detail: state => classList(state)[i]?.name,
  group: 'Classes',
  icon: Tag,
  keys: [String(i + 1)],
  when: state => i < classList(state).length,
  on: state => state.classId === classList(state)[i]?.id,
  perform: app => chooseClass(app, classList(app.store.getState())[i]!.id),
}))

export const classActions: readonly Action[] = [
  {
    id: 'class.find',
    label: 'Find or add a class',
    group: 'Classes',
    icon: Tags,
    keys: ['/'],
    perform: app => focusField(app, 'objects', 'find-class'),
  },
  ...byDigit,
  {
    id: 'class.none',
    label: 'No class',
    group: 'Classes',
    keys: [],
    on: state => state.classId === null,
    perform: app => chooseClass(app, null),
  },
  {
    id: 'class.edit',
    label: 'Rename, colour, merge or delete the class',
    group: 'Classes',
    icon: Pencil,
    keys: ['Shift+C'],
    when: state => state.classId !== null,
    perform: app => {
      const { classId } = app.store.getState()
      if (classId !== null) app.store.setState({ dialog: { kind: 'class', id: classId } })
    },
  },
]
