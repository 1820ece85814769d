import {
  ArrowDown,
  ArrowUp,
  Eye,
  ListEnd,
  ListStart,
  Lock,
  SquareDashedMousePointer,
  StickyNote,
  Trash2,
} from 'lucide-react'
import type { Application } from '../app/application.ts'
import { nameObjects, patchObjects } from '../state/edits.ts'
import { objectList, selectedObjects } from '../state/objects.ts'
import type { State } from '../state/types.ts'
import type { Action } from './types.ts'

const selected = (state: State) => state.selection.length > 0

/** Hides or shows, locks or unlocks some objects: what is so for all of them ends, otherwise begins. */
export function toggleObjects(app: Application, ids: readonly string[], field: 'hidden' | 'locked'): void {
  const state = app.store.getState()
  const objects = ids.flatMap(id => state.objects[id] ?? [])
  const value = !objects.every(object => object[field])
  const verb = { hidden: ['Show', 'Hide'], locked: ['Unlock', 'Lock'] }[field][Number(value)]
  const command = patchObjects(objects, { [field]: value }, `${verb} ${nameObjects(state, objects)}`)
  if (command) app.commit(command)
}

/** Removes objects; locked ones stay, and the page says so. */
export function deleteObjects(app: Application, ids: readonly string[]): void {
  const state = app.store.getState()
  const objects = ids.flatMap(id => state.objects[id] ?? [])
  const free = objects.filter(({ locked }) => !locked)
  if (free.length < objects.length) app.notice('Locked objects stay. Unlock them to delete them.')
  if (free.length === 0) return
  app.commit({
    type: 'removeObjects',
    label: `Delete ${nameObjects(state, free)}`,
    objects: free.map(({ id }) => id),
  })
}

/** Selects the object some steps down the list, around its ends. */
function step(app: Application, steps: number): void {
  const state = app.store.getState()
  const list = objectList(state)
  if (list.length === 0) return
  const here = list.findIndex(({ id }) => id === state.selection[0])
  const next = here < 0 ? (steps > 0 ? 0 : list.length - 1) : (here + steps + list.length) % list.length
  app.store.setState({ selection: [list[next]!.id] })
}

/** Draws the selected objects above or below all others of the photo. */
function restack(app: Application, end: 'front' | 'back'): void {
  const state = app.store.getState()
  const objects = selectedObjects(state)
  const heights = objectList(state).map(({ z }) => z)
  const first = end === 'front' ? Math.max(...heights) + 1 : Math.min(...heights) - objects.length
  const changes = objects.toSorted((a, b) => a.z - b.z).map(({ id }, i) => ({ id, patch: { z: first + i } }))
  const label = `${nameObjects(state, objects)} to the ${end}`
  app.commit({ type: 'changeObjects', label, changes })
}

export const selectionActions: readonly Action[] = [
  {
    id: 'object.next',
    label: 'Next object',
    group: 'Object',
    icon: ArrowDown,
    keys: ['W'],
    perform: app => step(app, 1),
  },
  {
    id: 'object.previous',
    label: 'Previous object',
    group: 'Object',
    icon: ArrowUp,
    keys: ['Q'],
    perform: app => step(app, -1),
  },
  {
    id: 'object.all',
    label: 'Select all objects',
    group: 'Object',
    icon: SquareDashedMousePointer,
    keys: ['Ctrl+A'],
    perform: app => app.store.setState(state => ({ selection: objectList(state).map(({ id }) => id) })),
  },
  {
    id: 'object.delete',
    label: 'Delete object',
    group: 'Object',
    icon: Trash2,
    keys: ['Delete', 'Backspace'],
    when: selected,
    perform: app => deleteObjects(app, app.store.getState().selection),
  },
  {
    id: 'object.hide',
    label: 'Hide or show object',
    group: 'Object',
    icon: Eye,
    keys: ['Shift+H'],
    when: selected,
    on: state => selected(state) && selectedObjects(state).every(({ hidden }) => hidden),
    perform: app => toggleObjects(app, app.store.getState().selection, 'hidden'),
  },
  {
    id: 'object.lock',
    label: 'Lock or unlock object',
    group: 'Object',
    icon: Lock,
    keys: ['L'],
    when: selected,
    on: state => selected(state) && selectedObjects(state).every(({ locked }) => locked),
    perform: app => toggleObjects(app, app.store.getState().selection, 'locked'),
  },
  {
    id: 'object.note',
    label: 'Note on object',
    group: 'Object',
    icon: StickyNote,
    keys: ['N'],
    when: selected,
    perform: app =>
      app.store.setState(({ selection }) => ({ dialog: { kind: 'note', object: selection[0] ?? null } })),
  },
  {
    id: 'object.front',
    label: 'Bring to front',
    group: 'Object',
    icon: ListStart,
    keys: ['Shift+PageUp'],
    when: selected,
    perform: app => restack(app, 'front'),
  },
  {
    id: 'object.back',
    label: 'Send to back',
    group: 'Object',
    icon: ListEnd,
    keys: ['Shift+PageDown'],
    when: selected,
    perform: app => restack(app, 'back'),
  },
]
