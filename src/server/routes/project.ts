import { Hono } from 'hono'
import type { Annotator } from '../annotator.ts'
import { jsonBody } from '../http/body.ts'
import { modelSchema, type ProjectAnswer } from '../messages.ts'

/** What a page needs to begin, which waits for the store; and which model is used. */
export const project = (annotator: Annotator) =>
  new Hono()
    .get('/project', async c => {
      const { store, library } = await annotator.project
      const { lastImage, ...settings } = await store.settings()
      const images = await library.listing()
      const answer: ProjectAnswer = {
        name: annotator.name,
        folder: annotator.folder.path,
        classes: await store.classes(),
        counts: {
          images: images.length,
          done: images.filter(({ state }) => state === 'done').length,
          objects: images.reduce((sum, { objects }) => sum + objects, 0),
        },
        model: annotator.model.state,
        settings,
        lastImage: typeof lastImage === 'string' ? lastImage : null,
        version: store.version,
        jobs: annotator.jobs.list(),
      }
      return c.json(answer)
    })
    .put('/model', async c => {
      const { job } = await jsonBody(c, modelSchema, 1000)
      await annotator.useModel(job)
      return c.json(annotator.model.state)
    })
