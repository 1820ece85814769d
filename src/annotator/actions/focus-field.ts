import { flushSync } from 'react-dom'
import type { Application } from '../app/application.ts'
import type { State } from '../state/types.ts'

/**
 * Puts the cursor into a field of a panel, which is shown if it is not. It is there when this returns, so that what is
 * typed at once goes into the field, and is not taken for keys of the page.
 */
export function focusField(app: Application, panel: keyof State['view']['panels'], id: string): void {
  flushSync(() => app.view({ panels: { ...app.store.getState().view.panels, [panel]: true } }))
  document.querySelector<HTMLInputElement>(`#${id}`)?.focus()
}
