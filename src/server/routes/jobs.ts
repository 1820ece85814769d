import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import type { Annotator } from '../annotator.ts'
import { bodyPieces, jsonBody } from '../http/body.ts'
import { boxesToMasks } from '../jobs/boxes.ts'
import { exportProject } from '../jobs/export.ts'
import { filesOfProject, filesOfUpload, importAnnotations } from '../jobs/import.ts'
import type { JobEnd, JobProgress } from '../jobs/jobs.ts'
import { sharpOutlines } from '../jobs/outlines.ts'
import { perPhoto } from '../jobs/per-photo.ts'
import { type JobRequest, jobSchema, type UploadAnswer } from '../messages.ts'

const mostRequest = 1 << 20
const mostUpload = 1 << 30

/** Work that takes a while. Its progress is told by events. */
export const jobs = (annotator: Annotator) =>
  new Hono()
    .get('/jobs', c => c.json({ jobs: annotator.jobs.list() }))
    .post('/jobs', async c => {
      const request = await jsonBody(c, jobSchema, mostRequest)
      if (request.kind === 'train') return c.json(annotator.training.start(request))
      return c.json(annotator.jobs.start(request.kind, progress => work(annotator, request, progress)))
    })
    .delete('/jobs/:id', c => c.json(annotator.jobs.cancel(c.req.param('id'))))
    .get('/jobs/:id/download', async c => {
      const file = annotator.jobs.file(c.req.param('id'))
      return c.body(Readable.toWeb(createReadStream(file)) as ReadableStream, 200, {
        'content-type': 'application/zip',
        'content-length': String((await stat(file)).size),
        'content-disposition': `attachment; filename="annotations.zip"`,
      })
    })
    .post('/uploads', async c => {
      const upload = await annotator.files.take(bodyPieces(c, mostUpload))
      return c.json(upload satisfies UploadAnswer)
    })

async function work(
  annotator: Annotator,
  request: Exclude<JobRequest, { kind: 'train' }>,
  progress: JobProgress,
): Promise<JobEnd> {
  switch (request.kind) {
    case 'boxes':
      return perPhoto(annotator, request.images, progress, boxesToMasks(annotator))
    case 'refine':
      return perPhoto(annotator, request.images, progress, sharpOutlines(annotator, request.acceptedOnly))
    case 'export':
      return exportProject(annotator, request, progress)
    case 'import': {
      const { upload, path } = request
      if ((upload === undefined) === (path === undefined))
        throw new RangeError('import: name an upload or a path inside the project, one of the two')
      const files =
        upload === undefined
          ? await filesOfProject(annotator, path!)
          : await filesOfUpload(annotator.files.upload(upload))
      return importAnnotations(annotator, files, progress)
    }
  }
}
