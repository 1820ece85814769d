import { History, Redo2, Undo2 } from 'lucide-react'
import { undoAndRedo } from '../state/history.ts'
import type { Action } from './types.ts'

export const historyActions: readonly Action[] = [
  {
    id: 'history.undo',
    label: 'Undo',
    detail: state => undoAndRedo(state.history).undo?.label,
    group: 'History',
    icon: Undo2,
    keys: ['Ctrl+Z'],
    // A tool that has something half done takes its own last step back first.
    perform: async app => {
      if (!app.stage?.undo()) await app.undo()
    },
  },
  {
    id: 'history.redo',
    label: 'Redo',
    detail: state => undoAndRedo(state.history).redo?.label,
    group: 'History',
    icon: Redo2,
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    perform: async app => {
      if (!app.stage?.redo()) await app.redo()
    },
  },
  {
    id: 'history.show',
    label: 'History',
    group: 'History',
    icon: History,
    keys: ['Ctrl+H'],
    perform: app => app.store.setState({ dialog: { kind: 'history' } }),
  },
]
