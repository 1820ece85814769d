import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Annotator } from './annotator.ts'
import { type GuardOptions, guard } from './http/guard.ts'
import { headers } from './http/headers.ts'
import { answerError, RefusedError } from './http/refusal.ts'
import { edits } from './routes/edits.ts'
import { events } from './routes/events.ts'
import { images } from './routes/images.ts'
import { jobs } from './routes/jobs.ts'
import { project } from './routes/project.ts'
import { segment } from './routes/segment.ts'

export type AppOptions = GuardOptions & {
  /** The folder of the built page. */
  readonly page: string
}

/** The annotator over HTTP: the page's files, and under /api what it asks. `app.request` needs no port. */
export function createApp(annotator: Annotator, { page, ...guarding }: AppOptions): Hono {
  const api = new Hono()
    .use(async (c, next) => {
      await next()
      if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
    })
    .use('/images', compress()) // the one answer that is long; masks shall not wait for it
    .route('/', events(annotator))
    .route('/', project(annotator))
    .route('/', images(annotator))
    .route('/', segment(annotator))
    .route('/', edits(annotator))
    .route('/', jobs(annotator))
    .all('*', c => {
      throw new RefusedError(404, 'unknown', `there is no ${c.req.method} ${c.req.path}`)
    })
  return new Hono()
    .use(headers())
    .use(guard(guarding))
    .route('/api', api)
    .use(serveStatic({ root: page, onFound: (path, c) => c.header('cache-control', cachingOf(path)) }))
    .notFound(c =>
      c.text(
        c.req.path === '/'
          ? 'dextr: the page has not been built; npm run build makes it\n'
          : 'dextr: there is nothing at this address\n',
        404,
      ),
    )
    .onError(answerError)
}

/** Names of built files hold a hash of their content, but for that of the page itself. */
function cachingOf(path: string): string {
  return path.includes('assets') ? 'private, max-age=31536000, immutable' : 'no-cache'
}
