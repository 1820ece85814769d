import { createStore, type StoreApi } from 'zustand/vanilla'
import type { State, View } from './types.ts'

export const defaultView: View = {
  opacity: 0.4,
  outlineOnly: false,
  crosshair: true,
  magnifier: true,
  labels: false,
  claimPixels: false,
  theme: 'dark',
  density: 'compact',
  textScale: 1,
  window: null,
  panels: { photos: true, objects: true },
}

const nothingYet: State = {
  project: null,
  model: { state: 'loading', name: '' },
  images: [],
  unread: [],
  classes: {},
  image: null,
  loading: true,
  failure: null,
  objects: {},
  draft: null,
  selection: [],
  hovered: null,
  classId: null,
  tool: 'extreme',
  running: null,
  milliseconds: null,
  saving: { state: 'saved', pending: 0, at: null, message: null, unkept: null },
  outline: null,
  zoom: 1,
  history: [],
  view: defaultView,
  hidden: false,
  before: false,
  mode: 'label',
  filter: 'all',
  search: '',
  jobs: [],
  dialog: null,
  notices: [],
  keymap: {},
}

/** The page's state as it is before the server has said anything. */
export function createState(): StoreApi<State> {
  return createStore<State>(() => nothingYet)
}
