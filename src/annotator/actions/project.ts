import {
  Boxes,
  Command,
  Download,
  Focus,
  GraduationCap,
  Keyboard,
  RefreshCw,
  Save,
  Upload,
} from 'lucide-react'
import type { Action } from './types.ts'

export const projectActions: readonly Action[] = [
  {
    id: 'project.palette',
    label: 'Find a command',
    group: 'Project',
    icon: Command,
    keys: ['Ctrl+K', 'F1'],
    perform: app => app.store.setState({ dialog: { kind: 'palette' } }),
  },
  {
    id: 'project.keys',
    label: 'Keys',
    group: 'Project',
    icon: Keyboard,
    keys: ['?'],
    perform: app => app.store.setState({ dialog: { kind: 'keys' } }),
  },
  {
    id: 'project.import',
    label: 'Import annotations',
    group: 'Project',
    icon: Upload,
    keys: ['Ctrl+I'],
    perform: app => app.store.setState({ dialog: { kind: 'import' } }),
  },
  {
    id: 'project.export',
    label: 'Export annotations',
    group: 'Project',
    icon: Download,
    keys: ['Ctrl+E'],
    perform: app => app.store.setState({ dialog: { kind: 'export' } }),
  },
  {
    id: 'project.boxes',
    label: 'Make masks of boxes',
    group: 'Project',
    icon: Boxes,
    keys: ['Ctrl+Shift+B'],
    perform: app => app.store.setState({ dialog: { kind: 'boxes' } }),
  },
  {
    id: 'project.refine',
    label: 'Refine the outlines of many objects',
    group: 'Project',
    icon: Focus,
    keys: ['Ctrl+Shift+G'],
    perform: app => app.store.setState({ dialog: { kind: 'refine' } }),
  },
  {
    id: 'project.train',
    label: 'Train on these',
    group: 'Project',
    icon: GraduationCap,
    keys: ['Ctrl+Shift+L'],
    perform: app => app.store.setState({ dialog: { kind: 'train' } }),
  },
  {
    id: 'project.save',
    label: 'Is everything saved?',
    group: 'Project',
    icon: Save,
    keys: ['Ctrl+S'],
    perform: app => {
      const { state, pending } = app.store.getState().saving
      if (state === 'saved') app.notice('Everything is saved; each edit is, at once.', 'good')
      else if (state === 'saving') app.notice(`Saving ${pending} ${pending === 1 ? 'edit' : 'edits'} …`)
      else app.store.setState({ dialog: { kind: 'unsaved' } })
    },
  },
  {
    id: 'project.retry',
    label: 'Try again to save',
    group: 'Project',
    icon: RefreshCw,
    keys: ['Ctrl+Shift+S'],
    perform: app => {
      const { state, unkept } = app.store.getState().saving
      if (state === 'saved' && unkept === null) app.notice('Everything is saved.', 'good')
      else app.retrySaving()
    },
  },
]
