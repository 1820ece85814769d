import type { LucideIcon } from 'lucide-react'
import type { Application } from '../app/application.ts'
import type { State } from '../state/types.ts'

export type ActionGroup =
  | 'Photos'
  | 'Tools'
  | 'Object'
  | 'Mask'
  | 'Classes'
  | 'Review'
  | 'View'
  | 'History'
  | 'Project'
  | 'Help'

/**
 * Something that a person can do. Toolbar, command palette, list of keys and shortcut editor all read one list of
 * these (actions/index.ts), so whatever is in it is reachable by pointer and by keyboard.
 */
export type Action = {
  /** Stable: keymaps name it. */
  readonly id: string
  /** In words, as in a menu. */
  readonly label: string
  readonly group: ActionGroup
  readonly icon?: LucideIcon
  /** Keys by default, like 'Ctrl+Shift+Z', 'D', 'PageDown', '/', 'Space', '1'. */
  readonly keys: readonly string[]
  /** Whether it makes sense now; always, when left out. */
  readonly when?: (state: State) => boolean
  /** Whether a switch is on. */
  readonly on?: (state: State) => boolean
  readonly perform: (app: Application) => void | Promise<void>
  /** For what lasts as long as its key is held. */
  readonly release?: (app: Application) => void
}
