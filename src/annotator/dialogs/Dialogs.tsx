import { useApplication, useAppState } from '../app/context.tsx'
import { BoxesDialog } from './BoxesDialog.tsx'
import { ClassDialog } from './ClassDialog.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { HistoryDialog } from './HistoryDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import { NoteDialog } from './NoteDialog.tsx'
import { RefineDialog } from './RefineDialog.tsx'
import { TrainDialog } from './TrainDialog.tsx'
import { UnsavedDialog } from './UnsavedDialog.tsx'
import { ViewDialog } from './ViewDialog.tsx'
import './dialogs.css'

/** The dialog that is open, if one is. */
export function Dialogs() {
  const app = useApplication()
  const dialog = useAppState(state => state.dialog)
  const close = () => app.store.setState({ dialog: null })
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'palette':
      return <CommandPalette close={close} />
    case 'keys':
      return <KeysDialog close={close} />
    case 'history':
      return <HistoryDialog close={close} />
    case 'import':
      return <ImportDialog close={close} />
    case 'export':
      return <ExportDialog close={close} />
    case 'boxes':
      return <BoxesDialog close={close} />
    case 'refine':
      return <RefineDialog close={close} />
    case 'train':
      return <TrainDialog close={close} />
    case 'view':
      return <ViewDialog close={close} />
    case 'unsaved':
      return <UnsavedDialog close={close} />
    case 'class':
      return <ClassDialog id={dialog.id} close={close} />
    case 'note':
      return <NoteDialog object={dialog.object} close={close} />
  }
}
