import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotatorProject, pngOf, type TestProject } from '../../test/annotator-project.ts'
import { disc, discPoints, maskOf, redPhoto } from '../../test/red-photo.ts'
import { type Command, newId, newObject, type ObjectRecord } from '../document/index.ts'
import { pasteMask } from '../guidance/index.ts'
import { iou, Mask } from '../mask/index.ts'
import type {
  CommandAnswer,
  HistoryAnswer,
  ImageAnswer,
  ImagesAnswer,
  Job,
  ProjectAnswer,
  Refusal,
  SegmentAnswer,
} from './messages.ts'

const size = { width: 200, height: 150 }
const centre = { x: 90, y: 70 }
const truth = maskOf(size, disc(centre, 40))
const points = discPoints(centre, 40).map(([x, y]) => ({ x, y }))

let project: TestProject
let ids: Record<string, string>

beforeAll(async () => {
  const red = await pngOf(redPhoto(size, disc(centre, 40)))
  const other = await pngOf(redPhoto({ width: 64, height: 48 }, disc({ x: 30, y: 20 }, 12)))
  project = await annotatorProject({
    'img10.png': other,
    'img2.png': red,
    'sub/deep.png': await pngOf(redPhoto({ width: 50, height: 50 }, disc({ x: 20, y: 20 }, 12))),
    'broken.jpg': Buffer.from('no picture'),
  })
  ids = await idsByPath()
})
afterAll(() => project.close())

async function idsByPath() {
  const { images } = await project.get<ImagesAnswer>('/images')
  return Object.fromEntries(images.map(({ path, id }) => [path, id]))
}

const object = (fields: Partial<ObjectRecord>): ObjectRecord =>
  newObject({ image: ids['img2.png']!, mask: truth.toRle(), review: 'accepted', z: 1, ...fields })

const send = (command: Command, id: string = crypto.randomUUID()) =>
  project.ask('/commands', { method: 'POST', body: { id, command } })

const objectsOf = async (path: string) =>
  (await project.get<ImageAnswer>(`/images/${ids[path]}`)).objects.map(({ id }) => id)

async function finished(request: object): Promise<Job> {
  const { id } = await project.get<Job>('/jobs', { method: 'POST', body: request })
  const now = async () => (await project.get<{ jobs: Job[] }>('/jobs')).jobs.find(job => job.id === id)!
  await expect.poll(async () => (await now()).state, { timeout: 20_000 }).not.toBe('running')
  return now()
}

describe('the project', () => {
  it('is its photos in the order in which people count, and the model', async () => {
    expect(Object.keys(ids)).toEqual(['img2.png', 'img10.png', 'sub/deep.png'])
    const { name, counts, model } = await project.get<ProjectAnswer>('/project')
    expect({ name, images: counts.images }).toEqual({ name: 'photos', images: 3 })
    await project.annotator.model.ready()
    expect(model.name).toBe('red')
  })

  it('keeps settings and drafts', async () => {
    const value = { theme: 'dark', 'odd "key"': [1, null, 'ü'] }
    await project.ask('/settings/view', { method: 'PUT', body: { value } })
    await project.ask('/settings/lastImage', { method: 'PUT', body: { value: ids['img2.png'] } })
    const { settings, lastImage } = await project.get<ProjectAnswer>('/project')
    expect(settings).toEqual({ view: value })
    expect(lastImage).toBe(ids['img2.png'])
    await project.ask(`/images/${ids['img2.png']}/draft`, { method: 'PUT', body: { value: [1, 2] } })
    expect((await project.get<ImageAnswer>(`/images/${ids['img2.png']}`)).draft).toEqual([1, 2])
  })

  it('takes in photos that appear, and knows one that was renamed', async () => {
    const path = (name: string) => join(project.photos, name)
    await writeFile(path('new.png'), await pngOf(redPhoto({ width: 30, height: 30 }, disc(centre, 5))))
    await expect.poll(async () => Object.keys(await idsByPath()), { timeout: 10_000 }).toContain('new.png')
    const { 'new.png': id } = await idsByPath()
    await rename(path('new.png'), path('sub/moved.png'))
    await expect.poll(idsByPath, { timeout: 10_000 }).toMatchObject({ 'sub/moved.png': id })
    await rm(path('sub/moved.png'))
    const missing = async () =>
      (await project.get<ImagesAnswer>('/images')).images.find(image => image.id === id)?.missing
    await expect.poll(missing, { timeout: 10_000 }).toBe(true)
  })

  it('names files that cannot be read, and why, for as long as they are there', async () => {
    const unread = async () => (await project.get<ImagesAnswer>('/images')).unread
    const reason = expect.stringMatching(/^not a picture/)
    expect(await unread()).toEqual([{ path: 'broken.jpg', message: reason }])
    await writeFile(join(project.photos, 'sub/other.jpg'), 'no picture either')
    const two = ['broken.jpg', 'sub/other.jpg'].map(path => ({ path, message: reason }))
    await expect.poll(unread, { timeout: 10_000 }).toEqual(two)
    await rm(join(project.photos, 'sub/other.jpg'))
    await expect.poll(unread, { timeout: 10_000 }).toEqual(two.slice(0, 1))
  })
})

describe('a photo', () => {
  it('comes as the file is, and not again when it is known', async () => {
    const photo = await project.ask(`/images/${ids['img2.png']}/photo`)
    expect(photo.headers.get('content-type')).toBe('image/png')
    expect(photo.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
    const window = await project.ask(`/images/${ids['img2.png']}/photo?view=1,99`)
    expect(window.headers.get('etag')).not.toBe(photo.headers.get('etag'))
    expect((await project.ask(`/images/${ids['img2.png']}/photo?view=99,1`)).status).toBe(400)
  })

  it('has a small picture', async () => {
    const thumbnail = await project.ask(`/images/${ids['img2.png']}/thumbnail`)
    expect(thumbnail.headers.get('content-type')).toBe('image/jpeg')
    const again = await project.ask(`/images/${ids['img2.png']}/thumbnail`)
    expect(await again.arrayBuffer()).toEqual(await thumbnail.arrayBuffer())
  })

  it('is not there when nobody knows it', async () => {
    for (const path of ['', '/photo', '/thumbnail']) {
      const answer = await project.ask(`/images/zzzzzzzzzzzz${path}`)
      expect(answer.status).toBe(404)
      expect(((await answer.json()) as Refusal).error).toBe('unknown')
    }
  })
})

describe('clicks', () => {
  const segment = (body: object, signal?: AbortSignal) =>
    project.ask(`/images/${ids['img2.png']}/segment`, {
      method: 'POST',
      body: { key: 'a', ...body },
      ...(signal && { signal }),
    })

  it('become a mask, with the time that it took', async () => {
    const answer = (await (await segment({ prompt: { points } })).json()) as SegmentAnswer
    expect(iou(Mask.fromRle(answer.mask), truth)).toBeGreaterThan(0.95)
    expect(answer).toMatchObject({ threshold: 0.5, model: 'red' })
    expect(answer.milliseconds.total).toBeGreaterThanOrEqual(answer.milliseconds.network)
  })

  it('bring the probabilities along when asked, from which a page cuts other masks', async () => {
    const answer = (await (await segment({ prompt: { points }, probability: true })).json()) as SegmentAnswer
    const { data, frame, ...map } = answer.probability!
    const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0))
    const probability = { ...map, channels: 1, data: Float32Array.from(bytes, byte => byte / 255) }
    const { preset } = (await project.annotator.model.ready()).description
    for (const threshold of [0.3, 0.5, 0.8]) {
      const { mask } = (await (await segment({ prompt: { points }, threshold })).json()) as SegmentAnswer
      const cut = Mask.fromBitmap(pasteMask(probability, frame, preset, size, threshold), size)
      expect(iou(cut, Mask.fromRle(mask)), `${threshold}`).toBeGreaterThan(0.995)
    }
  })

  it('take corrections and the mask so far', async () => {
    const answer = await segment({ prompt: { points, exclude: [centre] }, previous: truth.toRle() })
    const mask = Mask.fromRle(((await answer.json()) as SegmentAnswer).mask)
    expect(mask.intersection(maskOf(size, disc(centre, 1))).area).toBe(0)
  })

  it('that say nothing are refused with the reason', async () => {
    const answer = await segment({ prompt: { points: points.slice(1) } })
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as Refusal).message).toContain('3 points, expected 4')
  })

  it('faster than they can be answered get newer and newer answers', async () => {
    const order: number[] = []
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const moved = points.map(p => ({ x: p.x + i / 10, y: p.y }))
        const { status } = await segment({ prompt: { points: moved } })
        if (status === 200) order.push(i)
        return status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 409]))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order.at(-1)).toBe(11)
  })
})

describe('an edit', () => {
  it('is kept once however often it is sent, undone and done again', async () => {
    const added = object({})
    const command: Command = { type: 'addObjects', label: 'Apple', objects: [added] }
    const id = crypto.randomUUID()
    const first = (await (await send(command, id)).json()) as CommandAnswer
    const second = (await (await send(command, id)).json()) as CommandAnswer
    expect(second.version).toBe(first.version)
    expect(await objectsOf('img2.png')).toEqual([added.id])
    await project.ask('/undo', { method: 'POST' })
    expect(await objectsOf('img2.png')).toEqual([])
    const again = await project.get<CommandAnswer>('/redo', { method: 'POST' })
    expect(again.entry).toMatchObject({ kind: 'redo', label: 'Apple', image: ids['img2.png'] })
    expect(await objectsOf('img2.png')).toEqual([added.id])
    const { entries } = await project.get<HistoryAnswer>('/history?limit=2')
    expect(entries.map(({ kind }) => kind)).toEqual(['redo', 'undo'])
    await project.ask('/undo', { method: 'POST' })
  })

  it('is refused when it is none, or does not fit', async () => {
    const noCommand = await send({ type: 'explode' } as unknown as Command)
    expect(noCommand.status).toBe(400)
    const gone = await send({ type: 'removeObjects', label: 'Remove', objects: [newId()] })
    expect(gone.status).toBe(409)
    expect(((await gone.json()) as Refusal).error).toBe('conflict')
    const redo = await project.ask('/redo', { method: 'POST' })
    expect([200, 409]).toContain(redo.status)
    if (redo.status === 200) await project.ask('/undo', { method: 'POST' })
  })

  it('is told to all pages, also to one that was away for a moment', async () => {
    const added = object({})
    const { entry } = (await (
      await send({ type: 'addObjects', label: 'Told', objects: [added] })
    ).json()) as CommandAnswer
    const stop = new AbortController()
    const stream = await project.ask('/events', { signal: stop.signal })
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    await project.ask('/undo', { method: 'POST' })
    let heard = ''
    while (!heard.includes('"kind":"undo"')) heard += (await reader.read()).value
    expect(heard).toContain(`"of":${entry.version}`)
    stop.abort()
  })
})

describe('jobs', () => {
  it('make masks of boxes', async () => {
    const box = object({ mask: null, box: { x: 50, y: 30, width: 81, height: 81 } })
    await send({ type: 'addObjects', label: 'Box', objects: [box] })
    const job = await finished({ kind: 'boxes' })
    expect(job).toMatchObject({ state: 'done', result: { counts: { objects: 1 } } })
    const { objects } = await project.get<ImageAnswer>(`/images/${ids['img2.png']}`)
    const made = objects.find(({ id }) => id === box.id)!
    expect(iou(Mask.fromRle(made.mask!), truth)).toBeGreaterThan(0.9)
    expect(made).toMatchObject({ review: 'unreviewed', model: 'red' })
    await project.ask('/undo', { method: 'POST' })
    await project.ask('/undo', { method: 'POST' })
  })

  it('export what is on the page to the pixel, and take it in again', async () => {
    const apple = { id: newId(), name: 'apple', color: 0, order: 1 }
    const added = object({ class: apple.id })
    await send({ type: 'addClass', label: 'Apple', class: apple })
    await send({ type: 'addObjects', label: 'Apple', objects: [added, object({ review: 'rejected' })] })
    const job = await finished({ kind: 'export', format: 'coco' })
    expect(job.result?.counts).toMatchObject({ photos: 1, objects: 1 })
    const zip = await project.ask(job.result!.download!.replace('/api', ''))
    const files = unzipSync(new Uint8Array(await zip.arrayBuffer()))
    const [coco] = Object.values(files).map(bytes => JSON.parse(strFromU8(bytes)))
    expect(coco.annotations[0].segmentation).toEqual(added.mask)
    expect(coco.categories[0].name).toBe('apple')

    await send({ type: 'removeObjects', label: 'Remove', objects: [added.id] })
    const upload = await project.annotator.files.take(
      (async function* () {
        yield Buffer.from(JSON.stringify(coco))
      })(),
    )
    const back = await finished({ kind: 'import', upload: upload.id })
    expect(back.result?.counts).toMatchObject({ objects: 1, classes: 0 })
    const { objects } = await project.get<ImageAnswer>(`/images/${ids['img2.png']}`)
    const imported = objects.find(({ class: id }) => id === apple.id)!
    expect(imported.mask).toEqual(added.mask)
    const twice = await finished({ kind: 'import', upload: upload.id })
    expect(twice.result?.counts).toMatchObject({ objects: 0, known: 1 })
  })

  it('write into a folder of the project, whose pictures are no photos', async () => {
    const job = await finished({ kind: 'export', format: 'instances', folder: 'out/masks' })
    expect(job).toMatchObject({ state: 'done', result: { folder: 'out/masks' } })
    await project.annotator.project.then(({ library }) => library.look())
    expect(Object.keys(await idsByPath()).filter(path => path.startsWith('out'))).toEqual([])
    const outside = await finished({ kind: 'export', format: 'coco', folder: '../elsewhere' })
    expect(outside).toMatchObject({ state: 'failed' })
    expect(outside.message).toContain('leads out')
  })

  it('that are unknown cannot be cancelled or fetched', async () => {
    expect((await project.ask('/jobs/nothing', { method: 'DELETE' })).status).toBe(404)
    expect((await project.ask('/jobs/nothing/download')).status).toBe(404)
    expect((await project.ask('/jobs', { method: 'POST', body: { kind: 'fly' } })).status).toBe(400)
  })
})
