import type { Action } from '../actions/types.ts'
import type { Application } from '../app/application.ts'
import { keyOf } from './key.ts'
import { actionsWithKey } from './keymap.ts'

/** Text is typed here: single keys are letters, not actions. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=range], [type=checkbox], [type=radio])'))
  )
}

/**
 * Sends the page's key presses to the tool in hand first, and then to the action that has the key.
 *
 * @returns a function that ends it
 */
export function listenToKeys(app: Application, actions: readonly Action[]): () => void {
  /** What has to be let go, by the physical key that is held. */
  const held = new Map<string, Action>()

  const down = (event: KeyboardEvent) => {
    const state = app.store.getState()
    const key = keyOf(event)
    if (key === undefined || event.defaultPrevented || typing(event.target)) return
    const inDialog =
      state.dialog !== null ||
      (event.target as HTMLElement).closest?.('[role=dialog], [role=menu], [role=listbox][data-popup]')
    if (inDialog) return
    if (held.has(event.code)) {
      event.preventDefault()
      return
    }
    const action = actionsWithKey(actions, state.keymap, key, state.mode).find(
      ({ when }) => when?.(state) ?? true,
    )
    // The tool in hand comes before what holds everywhere, and after what the mode asks.
    if (action?.mode === undefined && app.stage?.key(event)) {
      event.preventDefault()
      return
    }
    if (!action) return
    event.preventDefault()
    if (action.release) held.set(event.code, action)
    void action.perform(app)
  }

  const up = (event: KeyboardEvent) => {
    held.get(event.code)?.release?.(app)
    held.delete(event.code)
  }

  const letGo = () => {
    for (const action of held.values()) action.release?.(app)
    held.clear()
  }

  addEventListener('keydown', down)
  addEventListener('keyup', up)
  addEventListener('blur', letGo)
  return () => {
    removeEventListener('keydown', down)
    removeEventListener('keyup', up)
    removeEventListener('blur', letGo)
  }
}
