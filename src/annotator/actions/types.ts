import type { LucideIcon } from 'lucide-react'
import type { Application } from '../app/application.ts'
import type { State } from '../state/types.ts'

type ActionGroup =
  | 'Photos'
  | 'Tools'
  | 'Object'
  | 'Mask'
  | 'Classes'
  | 'Review'
  | 'View'
  | 'History'
  | 'Project'

/**
 * Something that a person can do. Toolbar, command palette, list of keys and shortcut editor all read one list of
 * these (actions/index.ts), so whatever is in it is reachable by pointer and by keyboard.
 */
export type Action = {
  /** Stable: keymaps name it. */
  readonly id: string
  /** In words, as in a menu. */
  readonly label: string
  /** What it would be about just now, such as the edit that undo takes back. */
  readonly detail?: (state: State) => string | undefined
  readonly group: ActionGroup
  readonly icon?: LucideIcon
  /** Keys by default, like 'Ctrl+Shift+Z', 'D', 'PageDown', '/', 'Space', '1'. */
  readonly keys: readonly string[]
  /** Where it belongs to one mode alone: a key may then mean something else in the other. */
  readonly mode?: State['mode']
  /** Whether it makes sense now; always, when left out. */
  readonly when?: (state: State) => boolean
  /** Whether a switch is on. */
  readonly on?: (state: State) => boolean
  readonly perform: (app: Application) => void | Promise<void>
  /** For what lasts as long as its key is held. */
  readonly release?: (app: Application) => void
}
