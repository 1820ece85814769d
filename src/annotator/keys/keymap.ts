import type { Action } from '../actions/types.ts'

/** Keys by action, where they differ from those that the actions name. */
export type Keymap = Readonly<Record<string, readonly string[]>>

/** The keys of an action under a keymap. */
export function keysOf(action: Action, keymap: Keymap): readonly string[] {
  return keymap[action.id] ?? action.keys
}

/** The actions that have a key, first those of the mode: there they come before what the key means elsewhere. */
export function actionsWithKey(
  actions: readonly Action[],
  keymap: Keymap,
  key: string,
  mode: Action['mode'],
): Action[] {
  const having = actions.filter(
    action => (action.mode === undefined || action.mode === mode) && keysOf(action, keymap).includes(key),
  )
  return having.sort((a, b) => Number(b.mode !== undefined) - Number(a.mode !== undefined))
}

/**
 * Other actions with which an action shares a key, by that key: only one of them can have it. Reviewing may give a key
 * another meaning while it lasts.
 */
export function conflictsOf(
  actions: readonly Action[],
  keymap: Keymap,
  action: Action,
): Map<string, Action[]> {
  const conflicts = new Map<string, Action[]>()
  for (const key of keysOf(action, keymap)) {
    const others = actionsWithKey(actions, keymap, key, action.mode).filter(
      other => other !== action && (other.mode === 'review') === (action.mode === 'review'),
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
