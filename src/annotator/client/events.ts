import type { ServerEvent } from '../../server/browser.ts'

/** A server that was started again refuses a page until its address is opened; asked again after so many milliseconds. */
const again = 5000

/**
 * What the server tells by itself. The browser reconnects when the connection breaks, and the server then sends
 * what was missed; a connection that was refused is asked for again, and begins with a `reset`.
 *
 * @param connection  called when the connection is there, and when it is not
 */
export function listenToServer(
  told: (event: ServerEvent) => void,
  connection: (open: boolean) => void,
  isSecond = false,
): void {
  const source = new EventSource('/api/events')
  source.onmessage = ({ data }) => told(JSON.parse(data as string) as ServerEvent)
  source.onopen = () => {
    connection(true)
    if (isSecond) told({ type: 'reset' })
  }
  source.onerror = () => {
    connection(false)
    if (source.readyState === EventSource.CLOSED)
      setTimeout(() => listenToServer(told, connection, true), again)
  }
}
