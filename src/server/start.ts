import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Annotator } from './annotator.ts'
import { createApp } from './app.ts'
import type { Refusal } from './messages.ts'

export type StartOptions = {
  /** The address to listen on; anything but a loopback address lets others in who have the token. */
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** The folder of the built page. */
  readonly page: string
}

export type Started = {
  /** What opens the page, with the token. */
  readonly url: string
  /** Takes no more requests and ends the annotator. */
  close(): Promise<void>
}

/** How long a request may take to say what it wants, and to say all of it, in milliseconds. */
const headersTimeout = 5_000
const requestTimeout = 30_000

/** Browsers open six; who opens hundreds is up to something. */
const mostConnections = 256

/**
 * Listens; the store and the model may still be opening.
 *
 * @throws Error when the address cannot be listened on, such as when the port is taken
 */
export async function startServer(
  annotator: Annotator,
  { host, port, page }: StartOptions,
): Promise<Started> {
  const token = randomBytes(24).toString('base64url')
  const app = createApp(annotator, { token, host, page })
  const server = createServer(
    { headersTimeout, requestTimeout, connectionsCheckingInterval: 1_000 },
    getRequestListener(app.fetch, { errorHandler: noRequest }),
  )
  server.maxConnections = mostConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${authorityOf(host, taken)}/?token=${token}`,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      await annotator.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** What is no request at all never gets as far as the app. */
function noRequest(error: unknown): Response {
  const message = `this is no request that can be answered: ${(error as Error).message}`
  return Response.json({ error: 'malformed', message } satisfies Refusal, { status: 400 })
}

function authorityOf(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `127.0.0.1:${port}`
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
