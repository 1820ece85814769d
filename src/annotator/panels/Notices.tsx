import { X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApplication, useAppState } from '../app/context.tsx'

/** Sentences that come and go at the edge of the stage. */
export function Notices() {
  const app = useApplication()
  const notices = useAppState(state => state.notices)
  return (
    <div className="notices" role="log" aria-live="polite" aria-label="Notices">
      {notices.map(({ id, tone, text }) => (
        <div key={id} className={`notice ${tone}`} role={tone === 'error' ? 'alert' : undefined}>
          <span>{text}</span>
          {tone === 'error' && (
            <Button
              className="button quiet icon small"
              aria-label="Dismiss"
              onPress={() =>
                app.store.setState(({ notices }) => ({ notices: notices.filter(notice => notice.id !== id) }))
              }
            >
              <X size="1.1em" aria-hidden />
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
