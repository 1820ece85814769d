import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ImageFileError } from '../../image/node.ts'
import type { Refusal } from '../messages.ts'
import { PathError } from '../photos/folder.ts'

/** A request that is answered by an error status; the message says what was found, expected, and how to mend it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: ContentfulStatusCode
  readonly code: string

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The answer to a request that failed. What nobody foresaw is told to standard error as well, with its place. */
export function answerError(error: Error, c: Context): Response {
  const { status, code } = kindOf(error, c.req.raw.signal.aborted)
  if (status === 500) console.error(error.stack)
  return c.json({ error: code, message: error.message } satisfies Refusal, status)
}

function kindOf(error: Error, isGone: boolean): { status: ContentfulStatusCode; code: string } {
  if (error instanceof RefusedError) return error
  if (error instanceof PathError) return { status: 404, code: 'no-file' }
  if (error instanceof ImageFileError) return { status: 415, code: 'no-picture' }
  if (error instanceof RangeError) return { status: 422, code: 'unfit' }
  // Told apart by their names: their classes lie in folders that need not be loaded for this.
  if (error.name === 'CommandConflict' || error.name === 'VersionConflict')
    return { status: 409, code: 'conflict' }
  if (error.name === 'CommandFormatError') return { status: 400, code: 'malformed' }
  if (error.name === 'ModelFileError') return { status: 503, code: 'no-model' }
  if (error.name === 'AbortError' || isGone) return { status: 409, code: 'superseded' }
  return { status: 500, code: 'failed' }
}
