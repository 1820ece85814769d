import { Redo2, Undo2 } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApplication, useAppState } from '../app/context.tsx'
import { Sheet } from '../controls/Sheet.tsx'
import { undoAndRedo } from '../state/history.ts'

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' })

/** What was done, newest first, on which photo and when. */
export function HistoryDialog({ close }: { close: () => void }) {
  const app = useApplication()
  const history = useAppState(state => state.history)
  const images = useAppState(state => state.images)
  const { undo, redo } = undoAndRedo(history)
  const edits = history.filter(({ kind, status }) => kind === 'do' && status !== 'abandoned')
  const paths = new Map(images.map(({ id, path }) => [id, path]))
  return (
    <Sheet
      title="History"
      close={close}
      foot={
        <>
          <Button className="button" isDisabled={!undo} onPress={() => void app.undo()}>
            <Undo2 size="1.2em" aria-hidden /> Undo
          </Button>
          <Button className="button" isDisabled={!redo} onPress={() => void app.redo()}>
            <Redo2 size="1.2em" aria-hidden /> Redo
          </Button>
        </>
      }
    >
      {edits.length === 0 && <p className="said">Nothing was done yet.</p>}
      <ol className="history">
        {edits.map(({ version, label, image, at, status }) => (
          <li key={version} className={status}>
            <span className="words">
              {label}
              {status === 'undone' && <span className="dim"> (undone)</span>}
            </span>
            {image !== null && paths.has(image) && (
              <Button
                className="button quiet link clip"
                onPress={() => {
                  close()
                  void app.goTo(image)
                }}
              >
                {paths.get(image)}
              </Button>
            )}
            <time className="number dim small" dateTime={at}>
              {clock.format(new Date(at))}
            </time>
          </li>
        ))}
      </ol>
    </Sheet>
  )
}
