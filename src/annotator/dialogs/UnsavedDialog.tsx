import { Download, RefreshCw } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApplication, useAppState } from '../app/context.tsx'
import { download } from '../client/download.ts'
import { Sheet } from '../controls/Sheet.tsx'

/** What can be done about edits that the server does not take. */
export function UnsavedDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const { state, pending, message } = useAppState(state => state.saving)
  const edits = `${pending} ${pending === 1 ? 'edit' : 'edits'}`
  return (
    <Sheet
      title={state === 'saved' ? 'Everything is saved' : 'Not everything is saved'}
      close={close}
      foot={
        <>
          {state === 'failed' && (
            <Button className="button danger" onPress={() => void app.discardRefused().then(close)}>
              Give up the oldest edit
            </Button>
          )}
          <span className="grow" />
          <Button className="button" onPress={() => download(app.unsavedFile(), 'dextr-unsaved.json')}>
            <Download size="1.2em" aria-hidden /> Keep a file
          </Button>
          <Button className="button primary" onPress={() => app.retrySaving()}>
            <RefreshCw size="1.2em" aria-hidden /> Try again
          </Button>
        </>
      }
    >
      {message && <p className="fault">{message}</p>}
      <p className="said">
        {state === 'saved'
          ? 'The server has every edit.'
          : `${edits} ${pending === 1 ? 'is' : 'are'} kept in this browser, in order, also when the page is closed. As soon as the server takes them they are saved.`}
      </p>
    </Sheet>
  )
}
