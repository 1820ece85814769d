import {
  Blend,
  CircleDashed,
  Columns2,
  Contrast,
  Crosshair,
  EyeOff,
  Moon,
  PanelLeft,
  PanelRight,
  SlidersHorizontal,
  Tag,
  ZoomIn,
} from 'lucide-react'
import type { Application } from '../app/application.ts'
import type { View } from '../state/types.ts'
import type { Action } from './types.ts'

type Switch = 'outlineOnly' | 'crosshair' | 'magnifier' | 'labels' | 'claimPixels'

const flip = (name: Switch) => (app: Application) => app.view({ [name]: !app.store.getState().view[name] })

const moreOpacity = (step: number) => (app: Application) => {
  const opacity = Math.min(1, Math.max(0, app.store.getState().view.opacity + step))
  app.view({ opacity: Math.round(opacity * 10) / 10 })
}

const after: Record<View['theme'], View['theme']> = { dark: 'light', light: 'system', system: 'dark' }

export const viewActions: readonly Action[] = [
  {
    id: 'view.hold',
    label: 'Hide objects while held',
    group: 'View',
    icon: EyeOff,
    keys: ['H'],
    on: state => state.hidden,
    perform: app => app.store.setState({ hidden: true }),
    release: app => app.store.setState({ hidden: false }),
  },
  {
    id: 'view.before',
    label: 'Before the last edit, while held',
    group: 'View',
    icon: Columns2,
    keys: ['Y'],
    on: state => state.before,
    perform: app => app.store.setState({ before: true }),
    release: app => app.store.setState({ before: false }),
  },
  {
    id: 'view.outline',
    label: 'Outlines only',
    group: 'View',
    icon: CircleDashed,
    keys: ['O'],
    on: state => state.view.outlineOnly,
    perform: flip('outlineOnly'),
  },
  {
    id: 'view.opaquer',
    label: 'More colour over objects',
    group: 'View',
    icon: Blend,
    keys: ['.'],
    perform: moreOpacity(0.1),
  },
  {
    id: 'view.clearer',
    label: 'Less colour over objects',
    group: 'View',
    icon: Blend,
    keys: [','],
    perform: moreOpacity(-0.1),
  },
  {
    id: 'view.labels',
    label: 'Class names on objects',
    group: 'View',
    icon: Tag,
    keys: ['T'],
    on: state => state.view.labels,
    perform: flip('labels'),
  },
  {
    id: 'view.crosshair',
    label: 'Crosshair',
    group: 'View',
    icon: Crosshair,
    keys: [],
    on: state => state.view.crosshair,
    perform: flip('crosshair'),
  },
  {
    id: 'view.magnifier',
    label: 'Magnifier',
    group: 'View',
    icon: ZoomIn,
    keys: [],
    on: state => state.view.magnifier,
    perform: flip('magnifier'),
  },
  {
    id: 'view.claim',
    label: 'Do not paint over other objects',
    group: 'View',
    icon: Contrast,
    keys: [],
    on: state => state.view.claimPixels,
    perform: flip('claimPixels'),
  },
  {
    id: 'view.photos',
    label: 'Panel of photos',
    group: 'View',
    icon: PanelLeft,
    keys: ['Ctrl+['],
    on: state => state.view.panels.photos,
    perform: app => {
      const { panels } = app.store.getState().view
      app.view({ panels: { ...panels, photos: !panels.photos } })
    },
  },
  {
    id: 'view.objects',
    label: 'Panel of objects',
    group: 'View',
    icon: PanelRight,
    keys: ['Ctrl+]'],
    on: state => state.view.panels.objects,
    perform: app => {
      const { panels } = app.store.getState().view
      app.view({ panels: { ...panels, objects: !panels.objects } })
    },
  },
  {
    id: 'view.theme',
    label: 'Dark, light, or as the system',
    detail: state => state.view.theme,
    group: 'View',
    icon: Moon,
    keys: [],
    perform: app => app.view({ theme: after[app.store.getState().view.theme] }),
  },
  {
    id: 'view.options',
    label: 'View options',
    group: 'View',
    icon: SlidersHorizontal,
    keys: ['Shift+V'],
    perform: app => app.store.setState({ dialog: { kind: 'view' } }),
  },
]
