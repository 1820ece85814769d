import { access, mkdtemp, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotatorProject, pngOf, type TestProject } from '../../../test/annotator-project.ts'
import { redModel } from '../../../test/red-model.ts'
import { disc, maskOf, redPhoto } from '../../../test/red-photo.ts'
import { type Command, newObject, type ObjectRecord } from '../../document/index.ts'
import type { ImagesAnswer, Job, Refusal } from '../messages.ts'

// With a program that only says what a trainer says, and ends when a file called "go" is there; the real one is
// measured by bench/server-train.ts.
const trainer = `
import { access, copyFile, readFile, writeFile } from 'node:fs/promises'
const option = name => process.argv[process.argv.indexOf(name) + 1]
const say = line => console.log(JSON.stringify(line))
process.once('disconnect', () => process.exit(0))
process.channel.unref()
const { annotations } = JSON.parse(await readFile(option('--data'), 'utf8'))
const place = { part: 0, parts: 5, steps: 60 }
say({ event: 'validation', ...place, step: 0, iou: 0.5 })
for (let step = 1; step <= 10; step++) say({ event: 'step', ...place, step, loss: 1 / step })
const here = name => new URL(name, import.meta.url)
while (await access(here('go')).then(() => false, () => true)) await new Promise(resolve => setTimeout(resolve, 50))
const objects = annotations.map(({ id, segmentation: mask }) =>
  ({ object: id, before: { iou: 0.5, mask }, after: { iou: 0.5 + id / 100, mask } }))
for (const name of ['model.onnx', 'model-int8.onnx']) await copyFile(here('trained.onnx'), option('--out') + '/' + name)
await writeFile(option('--out') + '/result.json', JSON.stringify({ before: 0.5, after: 0.545, objects }))
`

const size = { width: 60, height: 40 }
let project: TestProject
let base: string
let image: string

const open = (files = {}) => annotatorProject(files, { base, program: join(base, 'trainer.mjs') })

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'dextr-train-')))
  await writeFile(join(base, 'trainer.mjs'), trainer)
  await writeFile(join(base, 'trained.onnx'), redModel())
  project = await open({ 'a.png': await pngOf(redPhoto(size, disc({ x: 30, y: 20 }, 10))) })
  image = (await project.get<ImagesAnswer>('/images')).images[0]!.id
})
afterAll(() => project.close())

const disk = (i: number, review: ObjectRecord['review']): ObjectRecord =>
  newObject({ image, mask: maskOf(size, disc({ x: 20 + i, y: 20 }, 10)).toRle(), review, z: i })

const add = (objects: ObjectRecord[]) => {
  const command: Command = { type: 'addObjects', label: 'Add', objects }
  return project.ask('/commands', { method: 'POST', body: { id: crypto.randomUUID(), command } })
}
const start = () => project.get<Job>('/jobs', { method: 'POST', body: { kind: 'train' } })
const training = async () =>
  (await project.get<{ jobs: Job[] }>('/jobs')).jobs.findLast(job => job.kind === 'train')
const state = async () => (await training())?.state
const use = (job: string | null) => project.ask('/model', { method: 'PUT', body: { job } })
const isThere = (path: string) =>
  access(join(base, 'data', path)).then(
    () => true,
    () => false,
  )

describe('a training', () => {
  it('needs masks that somebody accepted', async () => {
    await add(Array.from({ length: 7 }, (_, i) => disk(i, 'accepted')))
    await add([disk(7, 'unreviewed'), disk(8, 'rejected')])
    await start()
    await expect.poll(state).toBe('failed')
    expect((await training())!.message).toContain('7 accepted masks, expected 8 or more')
  })

  it('tells how far it is, and leaves nothing when it is cancelled', async () => {
    await add([disk(9, 'accepted'), disk(10, 'accepted')])
    const { id } = await start()
    await expect.poll(async () => (await training())?.curve?.length, { timeout: 20_000 }).toBe(3)
    const { curve, done, total, message } = (await training())!
    expect(curve).toMatchObject([{ iou: 0.5 }, { step: 5, iou: null }, { step: 10 }])
    expect([done, total]).toEqual([10, 300])
    expect(message).toContain('model 1 of 4')
    expect((await use(id)).status).toBe(404)
    await project.ask(`/jobs/${id}`, { method: 'DELETE' })
    await expect.poll(state).toBe('cancelled')
    expect(await isThere('training')).toBe(false)
  })

  it('goes on when the server is started again, and shows what it gained', async () => {
    await start()
    await expect.poll(async () => (await training())?.done, { timeout: 20_000 }).toBe(10)
    await project.annotator.close()
    project = await open()
    await expect.poll(state, { timeout: 20_000 }).toBe('running')
    await writeFile(join(base, 'go'), '')
    await expect.poll(state, { timeout: 20_000 }).toBe('done')
    const { before, after, objects, samples } = (await training())!.result!.training!
    expect({ before, after, objects }).toEqual({ before: 0.5, after: 0.545, objects: 9 })
    expect(samples).toHaveLength(6)
    expect(samples[0]).toMatchObject({ image, after: { iou: 0.59 } })
    expect(samples[0]!.after.mask.counts).toBe(disk(10, 'accepted').mask!.counts)
  })

  it('changes the model when it is told to, and back', async () => {
    expect(await project.annotator.modelFile()).toBe('red.onnx')
    expect((await use((await training())!.id)).status).toBe(200)
    expect(await isThere('models/trained-int8.onnx')).toBe(true)
    expect(await project.annotator.modelFile()).toContain('trained.onnx')
    expect(project.annotator.model.state).toMatchObject({ state: 'ready', preset: { channels: ['points'] } })
    expect((await use(null)).status).toBe(200)
    expect(project.annotator.model.state).toMatchObject({ state: 'ready' })
    expect(await isThere('models/trained.onnx')).toBe(false)
    expect(await isThere('models/trained-int8.onnx')).toBe(false)
    const unknown = await use('zzzzzzzzzzzz')
    expect(((await unknown.json()) as Refusal).message).toContain('has made no model')
  })
})
