import {
  ArrowDownToLine,
  ArrowUpToLine,
  Check,
  ChevronLeft,
  ChevronRight,
  ChevronsRight,
  CircleCheck,
  Flag,
  Search,
  StickyNote,
  TriangleAlert,
} from 'lucide-react'
import type { ImageState } from '../../document/index.ts'
import type { Application } from '../app/application.ts'
import { mostDoubtful, neighbour, nextToDo, shownPhotos } from '../state/photos.ts'
import type { State } from '../state/types.ts'
import { focusField } from './focus-field.ts'
import type { Action } from './types.ts'

const open = (state: State) => state.image !== null

async function go(app: Application, entry: { id: string } | undefined, otherwise: string): Promise<void> {
  if (entry) await app.goTo(entry.id)
  else app.notice(otherwise)
}

const stateWords: Record<ImageState, string> = { todo: 'to do', done: 'done', flagged: 'flagged' }

/** Puts the photo on the stage into a state, or back among those to do when it is in it. */
function mark(app: Application, state: ImageState): void {
  const { image } = app.store.getState()
  if (!image) return
  const next = image.state === state ? 'todo' : state
  const label = `${image.path}: ${stateWords[next]}`
  app.commit({ type: 'changeImage', label, id: image.id, patch: { state: next } })
}

export const photoActions: readonly Action[] = [
  {
    id: 'photo.previous',
    label: 'Previous photo',
    group: 'Photos',
    icon: ChevronLeft,
    keys: ['A', 'PageUp'],
    when: open,
    perform: app => go(app, neighbour(app.store.getState(), -1), 'This is the first photo.'),
  },
  {
    id: 'photo.next',
    label: 'Next photo',
    group: 'Photos',
    icon: ChevronRight,
    keys: ['D', 'PageDown'],
    when: open,
    perform: app => go(app, neighbour(app.store.getState(), 1), 'This is the last photo.'),
  },
  {
    id: 'photo.nextToDo',
    label: 'Next photo to do',
    group: 'Photos',
    icon: ChevronsRight,
    keys: ['Shift+D'],
    when: open,
    perform: app => go(app, nextToDo(app.store.getState()), 'No other photo is to do.'),
  },
  {
    id: 'photo.finish',
    label: 'Photo done, on to the next',
    group: 'Photos',
    icon: Check,
    keys: ['F'],
    when: open,
    perform: async app => {
      if (app.store.getState().image?.state !== 'done') mark(app, 'done')
      await go(app, nextToDo(app.store.getState()), 'Every photo is done.')
    },
  },
  {
    id: 'photo.done',
    label: 'Mark photo as done',
    group: 'Photos',
    icon: CircleCheck,
    keys: ['M'],
    when: open,
    on: state => state.image?.state === 'done',
    perform: app => mark(app, 'done'),
  },
  {
    id: 'photo.flag',
    label: 'Flag photo',
    group: 'Photos',
    icon: Flag,
    keys: ['Shift+F'],
    when: open,
    on: state => state.image?.state === 'flagged',
    perform: app => mark(app, 'flagged'),
  },
  {
    id: 'photo.note',
    label: 'Note on photo',
    group: 'Photos',
    icon: StickyNote,
    keys: ['Shift+N'],
    when: open,
    perform: app => app.store.setState({ dialog: { kind: 'note', object: null } }),
  },
  {
    id: 'photo.doubtful',
    label: 'Most doubtful photo',
    group: 'Photos',
    icon: TriangleAlert,
    keys: ['Shift+W'],
    perform: app => go(app, mostDoubtful(app.store.getState()), 'No other photo has an object in doubt.'),
  },
  {
    id: 'photo.first',
    label: 'First photo',
    group: 'Photos',
    icon: ArrowUpToLine,
    keys: ['Home'],
    perform: app => go(app, shownPhotos(app.store.getState())[0], 'No photo is shown.'),
  },
  {
    id: 'photo.last',
    label: 'Last photo',
    group: 'Photos',
    icon: ArrowDownToLine,
    keys: ['End'],
    perform: app => go(app, shownPhotos(app.store.getState()).at(-1), 'No photo is shown.'),
  },
  {
    id: 'photo.find',
    label: 'Find a photo by name',
    group: 'Photos',
    icon: Search,
    keys: ['Ctrl+F'],
    perform: app => focusField(app, 'photos', 'find-photo'),
  },
]
