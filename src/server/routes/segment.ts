import { Hono } from 'hono'
import type { Annotator } from '../annotator.ts'
import { jsonBody } from '../http/body.ts'
import { refineSchema, segmentSchema } from '../messages.ts'
import { idOf } from './images.ts'

/** A mask as run lengths is some kilobytes, for the most ragged object of a large photo some megabytes. */
const mostRequest = 16 << 20

/** Clicks to masks, and masks to sharp ones. */
export const segment = (annotator: Annotator) =>
  new Hono()
    .post('/images/:id/open', async c => {
      const photo = (await annotator.project).library.photo(idOf(c))
      await annotator.segmentation.open(photo)
      return c.json({})
    })
    .post('/images/:id/segment', async c => {
      const request = await jsonBody(c, segmentSchema, mostRequest)
      const photo = (await annotator.project).library.photo(idOf(c))
      return c.json(await annotator.segmentation.segment(photo, request, c.req.raw.signal))
    })
    .post('/images/:id/refine', async c => {
      const { mask } = await jsonBody(c, refineSchema, mostRequest)
      const photo = (await annotator.project).library.photo(idOf(c))
      return c.json(await annotator.segmentation.refine(photo, mask, c.req.raw.signal))
    })
