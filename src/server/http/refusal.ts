import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Refusal } from '../messages.ts'

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

/** Errors of other folders by their names: their classes need not be loaded for this. */
const kinds: Readonly<Record<string, readonly [status: ContentfulStatusCode, code: string]>> = {
  PathError: [404, 'no-file'],
  ImageFileError: [415, 'no-picture'],
  RangeError: [422, 'unfit'],
  AnnotationFileError: [422, 'unfit'],
  CommandFormatError: [400, 'malformed'],
  CommandConflict: [409, 'conflict'],
  VersionConflict: [409, 'conflict'],
  AbortError: [409, 'superseded'],
  ModelFileError: [503, 'no-model'],
  FolderLockedError: [503, 'no-store'],
  NewerStoreError: [503, 'no-store'],
  DamagedStoreError: [503, 'no-store'],
  SnapshotError: [503, 'no-store'],
  SnapshotConflictError: [503, 'no-store'],
  StoreLostError: [503, 'no-store'],
}

/** The answer to a request that failed. What nobody foresaw is told to standard error as well, with its place. */
export function answerError(error: Error, c: Context): Response {
  const [status, code] =
    error instanceof RefusedError ? [error.status, error.code] : (kinds[error.name] ?? [500, 'failed'])
  if (status === 500) console.error(error.stack)
  return c.json({ error: code, message: error.message } satisfies Refusal, status)
}
