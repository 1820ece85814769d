import { canvasActions } from './canvas.ts'
import { classActions } from './classes.ts'
import { historyActions } from './history.ts'
import { objectActions } from './object.ts'
import { photoActions } from './photos.ts'
import { projectActions } from './project.ts'
import { reviewActions } from './review.ts'
import { selectionActions } from './selection.ts'
import type { Action } from './types.ts'
import { viewActions } from './view.ts'

/** Everything that a person can do on the page, in the order in which lists show it. */
export const actions: readonly Action[] = [
  ...canvasActions,
  ...photoActions,
  ...selectionActions,
  ...objectActions,
  ...classActions,
  ...reviewActions,
  ...viewActions,
  ...historyActions,
  ...projectActions,
]

const byId = new Map(actions.map(action => [action.id, action]))

/** @throws RangeError for an id that no action has */
export function actionOf(id: string): Action {
  const action = byId.get(id)
  if (!action) throw new RangeError(`action "${id}" is not in the list`)
  return action
}
