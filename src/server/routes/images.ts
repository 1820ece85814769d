import { type Context, Hono } from 'hono'
import type { Annotator } from '../annotator.ts'
import { jsonBody } from '../http/body.ts'
import { RefusedError } from '../http/refusal.ts'
import { type ImageAnswer, type ImagesAnswer, valueSchema } from '../messages.ts'
import { shownPhoto, type Window } from '../photos/shown.ts'

/** Drafts are a few clicks and a mask. */
const mostDraft = 4 << 20

/** The list of photos, and of each its objects, its pixels and its small picture. */
export const images = (annotator: Annotator) =>
  new Hono()
    .get('/images', async c => {
      const { store, library } = await annotator.project
      const images = await library.listing()
      return c.json({ version: store.version, images, unread: library.unread } satisfies ImagesAnswer)
    })
    .get('/images/:id', async c => {
      const { store, library } = await annotator.project
      return c.json((await store.image(library.photo(idOf(c)).id)) satisfies ImageAnswer)
    })
    .put('/images/:id/draft', async c => {
      const { value } = await jsonBody(c, valueSchema, mostDraft)
      const { id } = (await annotator.project).library.photo(idOf(c))
      await (await annotator.project).store.saveDraft(id, value)
      return c.json({})
    })
    .get('/images/:id/photo', async c => {
      const window = windowOf(c.req.query('view'))
      const { hash, path } = (await annotator.project).library.photo(idOf(c))
      const tag = `"${hash}${window ? `-${window.low}-${window.high}` : ''}"`
      if (c.req.header('if-none-match') === tag) return c.body(null, 304, { etag: tag, ...kept })
      const { type, body } = await shownPhoto(await annotator.folder.resolve(path), window)
      return c.body(body as ReadableStream, 200, { 'content-type': type, etag: tag, ...kept })
    })
    .get('/images/:id/thumbnail', async c => {
      const { hash, path } = (await annotator.project).library.photo(idOf(c))
      const tag = `"${hash}"`
      if (c.req.header('if-none-match') === tag) return c.body(null, 304, { etag: tag, ...kept })
      const find = () => annotator.folder.resolve(path)
      const jpeg = await annotator.thumbnails.get(hash, find, c.req.raw.signal)
      return c.body(jpeg as Uint8Array<ArrayBuffer>, 200, {
        'content-type': 'image/jpeg',
        etag: tag,
        ...kept,
      })
    })

/** Kept by the browser, which asks every time whether it is still the photo: that costs a millisecond. */
const kept = { 'cache-control': 'private, no-cache' }

/** The id in the address; library and store refuse those that they do not have. */
export function idOf(c: Context): string {
  return c.req.param('id') ?? ''
}

/** @throws RefusedError 400 */
function windowOf(view: string | undefined): Window | undefined {
  if (view === undefined) return undefined
  const [low, high, ...more] = view.split(',').map(Number)
  if (more.length > 0 || !(low! >= 0 && low! < high! && high! <= 100))
    throw new RefusedError(400, 'malformed', `view is "${view}", expected two percentages such as 0.5,99.5`)
  return { low: low!, high: high! }
}
