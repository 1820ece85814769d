import { readFile } from 'node:fs/promises'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import sharp from 'sharp'
import {
  apply,
  type Command,
  type Document,
  difference,
  newObject,
  type ObjectRecord,
} from '../../src/document/index.ts'
import { Mask } from '../../src/mask/index.ts'
import type {
  HistoryEntry,
  ImageEntry,
  Job,
  ProjectAnswer,
  ServerEvent,
  UnreadPhoto,
} from '../../src/server/browser.ts'

/** A project to begin with. */
export type FakeProject = {
  readonly document: Document
  /** Bytes of a photo by its path. */
  readonly photo: (path: string) => Promise<Uint8Array>
}

/**
 * A server for tests of the page, in memory: it answers as the real one does, without a store and without a model.
 * Whatever the clicks are, the mask is an ellipse in their box.
 */
export class FakeServer {
  readonly app = new Hono()
  readonly commands: Command[] = []
  readonly settings: Record<string, unknown> = {}
  readonly drafts: Record<string, unknown> = {}
  document: Document
  version = 0
  jobs: Job[] = []
  unread: UnreadPhoto[] = []
  /** Set to have every command refused with this sentence, or to have no answer at all. */
  trouble: string | 'silence' | null = null
  address = ''
  readonly #photo: FakeProject['photo']
  readonly #entries: HistoryEntry[] = []
  readonly #steps: { before: Document; after: Document; entry: HistoryEntry }[] = []
  /** How many of the steps are not undone. */
  #done = 0
  readonly #seen = new Map<string, object>()
  readonly #listeners = new Set<(event: ServerEvent) => void>()
  #server: ReturnType<typeof serve> | undefined

  constructor({ document, photo }: FakeProject) {
    this.document = document
    this.#photo = photo
    this.#routes()
  }

  async start(): Promise<this> {
    await new Promise<void>(resolve => {
      this.#server = serve({ fetch: this.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
        this.address = `http://127.0.0.1:${port}`
        resolve()
      })
    })
    return this
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server!.close(resolve))
    if ('closeAllConnections' in this.#server!) this.#server.closeAllConnections()
    await closed
  }

  tell(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  list(): ImageEntry[] {
    const counts = new Map<string, { objects: number; worstDoubt: number | null }>()
    for (const { image, review, doubt } of Object.values(this.document.objects)) {
      const count = counts.get(image) ?? { objects: 0, worstDoubt: null }
      count.objects++
      if (review === 'unreviewed' && doubt !== null) count.worstDoubt = Math.max(count.worstDoubt ?? 0, doubt)
      counts.set(image, count)
    }
    return Object.values(this.document.images).map(({ note, ...image }) => ({
      ...image,
      ...(counts.get(image.id) ?? { objects: 0, worstDoubt: null }),
      hasNote: note !== '',
    }))
  }

  #project(): ProjectAnswer {
    const { images, objects, classes } = this.document
    return {
      name: 'photos',
      folder: './photos',
      classes: Object.values(classes).map(record => ({
        ...record,
        objects: Object.values(objects).filter(object => object.class === record.id).length,
      })),
      counts: { images: Object.keys(images).length, done: 0, objects: Object.keys(objects).length },
      model: { state: 'loading', name: 'fake' },
      settings: this.settings,
      lastImage: (this.settings.lastImage as string | undefined) ?? null,
      version: this.version,
      jobs: this.jobs,
    }
  }

  #step(after: Document, entry: Pick<HistoryEntry, 'kind' | 'label' | 'type' | 'image'>, of?: number) {
    const before = this.document
    const version = ++this.version
    const whole = {
      ...entry,
      version,
      of: of ?? version,
      at: new Date().toISOString(),
      status: 'done',
    } as const
    this.document = after
    this.#entries.unshift(whole)
    const answer = { version, entry: whole, change: difference(before, after), repeated: false }
    this.tell({ type: 'command', ...answer })
    this.tell({ type: 'images', images: this.list(), unread: this.unread })
    return answer
  }

  #travel(kind: 'undo' | 'redo') {
    const step = kind === 'undo' ? this.#steps[this.#done - 1] : this.#steps[this.#done]
    if (!step) return undefined
    this.#done += kind === 'undo' ? -1 : 1
    const { label, type, image, version } = step.entry
    return this.#step(kind === 'undo' ? step.before : step.after, { kind, label, type, image }, version)
  }

  #routes(): void {
    const image = (id: string) => this.document.images[id]!
    this.app
      .get('/api/project', c => c.json(this.#project()))
      .get('/api/images', c => c.json({ version: this.version, images: this.list(), unread: this.unread }))
      .get('/api/images/:id', c => {
        const id = c.req.param('id')
        const objects = Object.values(this.document.objects).filter(object => object.image === id)
        return c.json({ image: image(id), objects, draft: this.drafts[id] ?? null, version: this.version })
      })
      .get('/api/images/:id/photo', async c =>
        c.body(new Uint8Array(await this.#photo(image(c.req.param('id')).path))),
      )
      .get('/api/images/:id/thumbnail', async c => {
        const photo = await this.#photo(image(c.req.param('id')).path)
        return c.body(new Uint8Array(await sharp(photo).resize(160).jpeg().toBuffer()))
      })
      .post('/api/images/:id/open', c => c.json({}))
      .put('/api/images/:id/draft', async c => {
        this.drafts[c.req.param('id')] = (await c.req.json()).value
        return c.json({})
      })
      .put('/api/settings/:key', async c => {
        this.settings[c.req.param('key')] = (await c.req.json()).value
        return c.json({})
      })
      .get('/api/history', c => c.json({ version: this.version, entries: this.#entries }))
      .post('/api/commands', async c => {
        if (this.trouble === 'silence') return new Promise<Response>(() => {})
        if (this.trouble) return c.json({ error: 'trouble', message: this.trouble }, 500)
        const { id, command } = (await c.req.json()) as { id: string; command: Command }
        const known = this.#seen.get(id)
        if (known) return c.json(known)
        this.commands.push(command)
        const before = this.document
        const after = apply(before, command)
        const { objects, removedObjects, images } = difference(before, after)
        const object = objects[0] ?? before.objects[removedObjects[0] ?? '']
        const { label, type } = command
        const answer = this.#step(after, {
          kind: 'do',
          label,
          type,
          image: object?.image ?? images[0]?.id ?? null,
        })
        this.#steps.splice(this.#done++, Infinity, { before, after, entry: answer.entry })
        this.#seen.set(id, answer)
        return c.json(answer)
      })
      .post('/api/undo', c =>
        c.json(this.#travel('undo') ?? { error: 'conflict', message: 'nothing to undo' }),
      )
      .post('/api/redo', c =>
        c.json(this.#travel('redo') ?? { error: 'conflict', message: 'nothing to redo' }),
      )
      .get('/api/events', c =>
        streamSSE(c, async stream => {
          const listener = (event: ServerEvent) => void stream.writeSSE({ data: JSON.stringify(event) })
          this.#listeners.add(listener)
          await stream.write(': open\n\n')
          await new Promise<void>(resolve => stream.onAbort(resolve))
          this.#listeners.delete(listener)
        }),
      )
      .post('/api/jobs', c => c.json({ id: 'job' }))
      .put('/api/model', c => c.json({}))
      .use(serveStatic({ root: 'dist/annotator' }))
      .onError((error, c) => c.json({ error: 'fault', message: error.message }, 500))
  }
}

/** The sample pictures of the repository with their true masks as objects, and two folders more of the same. */
export async function samplePictures({ objects: withObjects = true } = {}): Promise<FakeProject> {
  const folder = new URL('../../examples/pictures/', import.meta.url)
  type Listed = {
    image: string
    mask: string
    width: number
    height: number
    objects: { id: number; class: string }[]
  }
  const listed = JSON.parse(await readFile(new URL('index.json', folder), 'utf8')) as Listed[]
  const names = [...new Set(listed.flatMap(({ objects }) => objects.map(object => object.class)))]
  const idOf = (kind: string, place: number) => `${kind}${String(place).padStart(12 - kind.length, '0')}`
  const images: Document['images'] = Object.fromEntries(
    listed.map(({ image, width, height }, i) => {
      const id = idOf('image', i)
      return [id, { id, path: image, hash: id, width, height, state: 'todo', note: '', missing: false }]
    }),
  )
  const classes = Object.fromEntries(
    names.map((name, i) => {
      const id = idOf('class', i)
      return [id, { id, name, color: i, order: i }]
    }),
  )
  const objects: Record<string, ObjectRecord> = {}
  for (const [i, { mask, width, height, objects: list }] of withObjects ? listed.entries() : []) {
    const { data, info } = await sharp(await readFile(new URL(mask, folder)))
      .raw()
      .toBuffer({ resolveWithObject: true })
    for (const { id: number, class: name } of list) {
      const pixels = new Uint8Array(width * height)
      for (let k = 0; k < pixels.length; k++) pixels[k] = Number(data[k * info.channels] === number)
      const { size, counts } = Mask.fromBitmap({ width, height, data: pixels }).toRle()
      const id = idOf('object', Object.keys(objects).length)
      objects[id] = newObject({
        id,
        image: idOf('image', i),
        class: idOf('class', names.indexOf(name)),
        mask: { size, counts },
        doubt: ((number * 37) % 50) / 100,
        review: number % 3 === 0 ? 'accepted' : 'unreviewed',
        z: number,
      })
    }
  }
  return { document: { images, objects, classes }, photo: path => readFile(new URL(path, folder)) }
}
