import type { Action } from '../actions/types.ts'

/** Keys by action, where they differ from those that the actions name. */
export type Keymap = Readonly<Record<string, readonly string[]>>

/** The keys of an action under a keymap. */
export function keysOf(action: Action, keymap: Keymap): readonly string[] {
  return keymap[action.id] ?? action.keys
}

/** Whether two actions can be meant by one key: those of reviewing and of labelling never are. */
function meet(a: Action, b: Action): boolean {
  return a.mode === undefined || b.mode === undefined || a.mode === b.mode
}

/** The actions that have a key, in the order of the list. */
export function actionsWithKey(actions: readonly Action[], keymap: Keymap, key: string): Action[] {
  return actions.filter(action => keysOf(action, keymap).includes(key))
}

/** Other actions with which an action shares a key, by that key: only one of them can have it. */
export function conflictsOf(
  actions: readonly Action[],
  keymap: Keymap,
  action: Action,
): Map<string, Action[]> {
  const conflicts = new Map<string, Action[]>()
  for (const key of keysOf(action, keymap)) {
    const others = actionsWithKey(actions, keymap, key).filter(
      other => other !== action && meet(action, other),
    )
    if (others.length > 0) conflicts.set(key, others)
  }
  return conflicts
}

/** The keymap in which an action has these keys; those that it has by default are not written down. */
export function withKeys(keymap: Keymap, action: Action, keys: readonly string[]): Keymap {
  const { [action.id]: _, ...others } = keymap
  const same = keys.length === action.keys.length && keys.every((key, i) => key === action.keys[i])
  return same ? others : { ...others, [action.id]: keys }
}
