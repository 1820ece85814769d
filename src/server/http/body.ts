import type { Context } from 'hono'
import * as v from 'valibot'
import { RefusedError } from './refusal.ts'

/**
 * The JSON that a request carries, as the schema wants it. The size is bounded while it comes in, before it is parsed.
 *
 * @param most  bytes
 * @throws RefusedError 413 when there is more, 400 when it is no JSON or not as the schema wants it, naming the place
 */
export async function jsonBody<T extends v.GenericSchema>(
  c: Context,
  schema: T,
  most: number,
): Promise<v.InferOutput<T>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\b/i.test(type))
    throw new RefusedError(415, 'malformed', `content type "${type}", expected application/json`)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await body(c, most)))
  } catch (error) {
    if (error instanceof RefusedError) throw error
    throw new RefusedError(400, 'malformed', `the request is no JSON: ${(error as Error).message}`)
  }
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const place = v.getDotPath(issue)
  throw new RefusedError(400, 'malformed', `${place ?? 'the request'}: ${issue.message}`)
}

async function body(c: Context, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of bodyPieces(c, most)) {
    pieces.push(piece)
    bytes += piece.length
  }
  return Buffer.concat(pieces, bytes)
}

/**
 * What a request carries, piece by piece as it comes. Of a request that is too large the rest is read and dropped, for
 * as long as a request may take: who is cut off while sending never hears why.
 *
 * @throws RefusedError 413 when there is more than `most` bytes
 */
export async function* bodyPieces(c: Context, most: number): AsyncGenerator<Uint8Array> {
  const announced = Number(c.req.header('content-length') ?? 0)
  let bytes = 0
  for await (const piece of c.req.raw.body ?? []) {
    bytes += piece.length
    if (Math.max(bytes, announced) <= most) yield piece
  }
  if (Math.max(bytes, announced) > most)
    throw new RefusedError(413, 'too-large', `the request is larger than ${most} bytes; send less at a time`)
}
