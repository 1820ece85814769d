import { Hono } from 'hono'
import { parseCommand } from '../../document/index.ts'
import type { Annotator } from '../annotator.ts'
import { jsonBody } from '../http/body.ts'
import { RefusedError } from '../http/refusal.ts'
import { type CommandAnswer, commandSchema, type HistoryAnswer, valueSchema } from '../messages.ts'

const mostCommand = 64 << 20
const mostSetting = 256 << 10

/** Edits of the document, its history, and the settings of the page. */
export const edits = (annotator: Annotator) =>
  new Hono()
    .post('/commands', async c => {
      const { id, command } = await jsonBody(c, commandSchema, mostCommand)
      const { store } = await annotator.project
      return c.json((await store.apply(parseCommand(command), { key: id })) satisfies CommandAnswer)
    })
    .post('/undo', async c => c.json((await (await annotator.project).store.undo()) satisfies CommandAnswer))
    .post('/redo', async c => c.json((await (await annotator.project).store.redo()) satisfies CommandAnswer))
    .get('/history', async c => {
      const { store } = await annotator.project
      const image = c.req.query('image')
      const limit = Number(c.req.query('limit') ?? 100)
      if (!(Number.isInteger(limit) && limit > 0 && limit <= 10_000))
        throw new RefusedError(400, 'malformed', `limit is ${c.req.query('limit')}, expected 1 to 10000`)
      const entries = await store.history({ limit, ...(image !== undefined && { image }) })
      return c.json({ version: store.version, entries } satisfies HistoryAnswer)
    })
    .put('/settings/:key{[a-zA-Z-]{1,64}}', async c => {
      const { value } = await jsonBody(c, valueSchema, mostSetting)
      await (await annotator.project).store.saveSetting(c.req.param('key'), value)
      return c.json({})
    })
