/** The server said no, and why: `message` is its sentence, fit to be shown. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The server does not answer: it has ended, or the network is away. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/**
 * One question to the server.
 *
 * @param path  below /api
 * @param request  `keepalive` for one that ends also when the page is gone
 * @throws Refused for an answer from 400, Unreachable when there is none, DOMException AbortError by the signal
 */
export async function ask<Answer>(
  path: string,
  request: { method?: string; body?: unknown; signal?: AbortSignal | undefined; keepalive?: boolean } = {},
): Promise<Answer> {
  const { method = 'GET', body, signal, keepalive = false } = request
  let response: Response
  try {
    response = await fetch(`/api${path}`, {
      method,
      signal: signal ?? null,
      keepalive,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unreachable(`${method} ${path}: the server does not answer`, { cause: error })
  }
  const text = await response.text()
  if (!response.ok) throw refusal(response, text)
  return (text ? JSON.parse(text) : null) as Answer
}

/** What an answer from 400 says. */
export function refusal({ status, statusText }: Response, text: string): Refused {
  try {
    const { error, message } = JSON.parse(text) as { error: string; message?: string }
    return new Refused(status, error, message ?? error)
  } catch {
    return new Refused(status, 'unknown', `The server answers ${status} ${statusText}.`)
  }
}

/** What went wrong, for people. */
export function sentence(error: unknown): string {
  if (error instanceof Unreachable) return 'The server does not answer. Is `dextr annotate` still running?'
  return error instanceof Error ? error.message : String(error)
}
