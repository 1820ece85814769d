import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Annotator } from '../annotator.ts'
import type { NumberedEvent } from '../events.ts'

/** How often a line is sent where nothing happens, so that both sides know of each other, in milliseconds. */
const heartbeat = 15_000

/** GET /events: server-sent events. A browser that comes back says by Last-Event-ID what it has seen. */
export const events = ({ events }: Annotator) =>
  new Hono().get('/events', c => {
    const last = c.req.header('last-event-id')
    return streamSSE(c, async stream => {
      const write = ({ id, event }: NumberedEvent) => stream.writeSSE({ id, data: JSON.stringify(event) })
      const end = events.subscribe(event => void write(event), last)
      stream.onAbort(end)
      await stream.write(': open\n\n')
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(heartbeat)
        await stream.write(': still here\n\n')
      }
      end()
    })
  })
