import { Check, ListChecks, Pencil, SkipForward, X } from 'lucide-react'
import type { Review } from '../../document/index.ts'
import type { Application } from '../app/application.ts'
import { nameObjects, patchObjects } from '../state/edits.ts'
import { reviewQueue, selectedObjects } from '../state/objects.ts'
import { mostDoubtful } from '../state/photos.ts'
import type { State } from '../state/types.ts'
import type { Action } from './types.ts'

/** Selects what is to be reviewed next, after the object `after` on this photo or else on another, and looks at it. */
async function reviewNext(app: Application, after?: string): Promise<void> {
  const queue = reviewQueue(app.store.getState())
  const here = queue[queue.findIndex(({ id }) => id === after) + 1]
  if (here) {
    app.store.setState({ selection: [here.id] })
    app.stage?.lookAt(here.id)
    return
  }
  const photo = mostDoubtful(app.store.getState())
  if (!photo) {
    app.store.setState({ selection: [] })
    app.notice('Everything is reviewed.', 'good')
    return
  }
  await app.goTo(photo.id)
  const first = reviewQueue(app.store.getState())[0]
  if (!first) return
  app.store.setState({ selection: [first.id] })
  app.stage?.lookAt(first.id)
}

async function judge(app: Application, review: Review): Promise<void> {
  const state = app.store.getState()
  const objects = selectedObjects(state)
  const verb = review === 'accepted' ? 'Accept' : 'Reject'
  const command = patchObjects(objects, { review }, `${verb} ${nameObjects(state, objects)}`)
  if (command) app.commit(command)
  if (state.mode === 'review') await reviewNext(app)
}

const selected = (state: State) => state.selection.length > 0

export const reviewActions: readonly Action[] = [
  {
    id: 'review.mode',
    label: 'Review, most doubtful first',
    group: 'Review',
    icon: ListChecks,
    keys: ['Shift+R'],
    on: state => state.mode === 'review',
    perform: async app => {
      const review = app.store.getState().mode === 'label'
      app.store.setState({ mode: review ? 'review' : 'label', tool: 'select' })
      if (review) await reviewNext(app)
    },
  },
  {
    id: 'review.accept',
    label: 'Accept object',
    group: 'Review',
    icon: Check,
    keys: ['Space'],
    mode: 'review',
    when: selected,
    perform: app => judge(app, 'accepted'),
  },
  {
    id: 'review.reject',
    label: 'Reject object',
    group: 'Review',
    icon: X,
    keys: ['R'],
    mode: 'review',
    when: selected,
    perform: app => judge(app, 'rejected'),
  },
  {
    id: 'review.fix',
    label: 'Fix object',
    group: 'Review',
    icon: Pencil,
    keys: ['F'],
    mode: 'review',
    when: selected,
    perform: app => app.store.setState({ mode: 'label', tool: 'select' }),
  },
  {
    id: 'review.skip',
    label: 'Leave object for later',
    group: 'Review',
    icon: SkipForward,
    keys: ['S'],
    mode: 'review',
    when: selected,
    perform: app => reviewNext(app, app.store.getState().selection[0]),
  },
]
