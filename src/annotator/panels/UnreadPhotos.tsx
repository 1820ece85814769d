import { ChevronRight, ImageOff } from 'lucide-react'
import { useAppState } from '../app/context.tsx'

/** Lines that are written out; a folder can hold thousands of the same kind. */
const most = 100

/** Files that are not in the list of photos, and why; nothing when there are none. */
export function UnreadPhotos() {
  const unread = useAppState(state => state.unread)
  if (unread.length === 0) return null
  return (
    <details className="unread">
      <summary>
        <ImageOff size="1.15em" className="warn" aria-hidden />
        <span className="words">
          {unread.length} unreadable {unread.length === 1 ? 'file' : 'files'}
        </span>
        <ChevronRight size="1.15em" className="dim chevron" aria-hidden />
      </summary>
      <ul>
        {unread.slice(0, most).map(({ path, message }) => (
          <li key={path}>
            <b>{path}</b>
            <span>{message}</span>
          </li>
        ))}
        {unread.length > most && <li>and {unread.length - most} more</li>}
      </ul>
    </details>
  )
}
