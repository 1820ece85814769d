import type { ServerEvent } from '../../server/browser.ts'

/**
 * What the server tells by itself. The browser reconnects when the connection breaks, and the server then sends
 * what was missed.
 *
 * @param connection  called when the connection is there, and when it is not
 * @returns           a function that ends it
 */
export function listenToServer(
  told: (event: ServerEvent) => void,
  connection: (open: boolean) => void,
): () => void {
  const source = new EventSource('/api/events')
  source.onmessage = ({ data }) => told(JSON.parse(data as string) as ServerEvent)
  source.onopen = () => connection(true)
  source.onerror = () => connection(false)
  return () => source.close()
}
