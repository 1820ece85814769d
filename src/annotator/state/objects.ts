import type { ClassRecord, ObjectRecord } from '../../document/index.ts'
import type { State } from './types.ts'

let listed: { objects: State['objects']; list: readonly ObjectRecord[] } | undefined

/** The objects of the photo, topmost first; the same array as long as nothing changed. */
export function objectList({ objects }: Pick<State, 'objects'>): readonly ObjectRecord[] {
  if (listed?.objects !== objects)
    listed = { objects, list: Object.values(objects).sort((a, b) => b.z - a.z || (a.id < b.id ? 1 : -1)) }
  return listed!.list
}

/** What is yet to be reviewed on the photo, most doubtful first. */
export function reviewQueue(state: Pick<State, 'objects'>): readonly ObjectRecord[] {
  return objectList(state)
    .filter(object => object.review === 'unreviewed')
    .sort((a, b) => (b.doubt ?? -1) - (a.doubt ?? -1))
}

export function selectedObjects({ objects, selection }: State): ObjectRecord[] {
  return selection.flatMap(id => objects[id] ?? [])
}

let ordered: { classes: State['classes']; list: readonly ClassRecord[] } | undefined

/** The classes in the person's order, which digit keys and exports follow; the same array until they change. */
export function classList({ classes }: Pick<State, 'classes'>): readonly ClassRecord[] {
  if (ordered?.classes !== classes)
    ordered = {
      classes,
      list: Object.values(classes).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
    }
  return ordered!.list
}

/** The name of an object's class, in words also when it has none. */
export function classNameOf({ classes }: Pick<State, 'classes'>, id: string | null): string {
  return (id !== null && classes[id]?.name) || 'no class'
}
