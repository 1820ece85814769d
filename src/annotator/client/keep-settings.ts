import type { StoreApi } from 'zustand/vanilla'
import type { ProjectAnswer } from '../../server/browser.ts'
import { defaultView } from '../state/store.ts'
import type { State, View } from '../state/types.ts'
import type { Later } from './later.ts'

/** What lay on the desk: the tool in hand and the like. */
type Desk = Pick<State, 'tool' | 'classId' | 'filter' | 'mode'>

/** The state as the project's settings have it. */
export function settingsOf({ settings, classes }: ProjectAnswer): Partial<State> {
  const { view, keymap, desk } = settings as {
    view?: Partial<View>
    keymap?: State['keymap']
    desk?: Partial<Desk>
  }
  const classId = classes.some(({ id }) => id === desk?.classId) ? desk?.classId : classes[0]?.id
  return { view: { ...defaultView, ...view }, keymap: keymap ?? {}, ...desk, classId: classId ?? null }
}

/** Keeps them from now on. */
export function keepSettings(store: StoreApi<State>, later: Later): void {
  store.subscribe((state, before) => {
    const { tool, classId, filter, mode } = state
    if (state.view !== before.view) later.put('/settings/view', state.view)
    if (state.keymap !== before.keymap) later.put('/settings/keymap', state.keymap)
    if (
      tool !== before.tool ||
      classId !== before.classId ||
      filter !== before.filter ||
      mode !== before.mode
    )
      later.put('/settings/desk', { tool, classId, filter, mode } satisfies Desk)
  })
}
