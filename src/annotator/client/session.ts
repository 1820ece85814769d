import type { StoreApi } from 'zustand/vanilla'
import { apply, type Command, CommandConflict, type Document, type MaskRecord } from '../../document/index.ts'
import type {
  CommandAnswer,
  HistoryAnswer,
  ImageAnswer,
  ImagesAnswer,
  Job,
  JobRequest,
  ProjectAnswer,
  RefineAnswer,
  SegmentAnswer,
  SegmentRequest,
  ServerEvent,
  UploadAnswer,
} from '../../server/browser.ts'
import type { Application } from '../app/application.ts'
import type { StageControls } from '../app/stage-controls.ts'
import { withEntry } from '../state/history.ts'
import { neighbour, withCurrent } from '../state/photos.ts'
import { defaultView } from '../state/store.ts'
import type { Notice, State, View } from '../state/types.ts'
import { photoAddress } from './addresses.ts'
import { ask, Unreachable } from './api.ts'
import { listenToServer } from './events.ts'
import { Later } from './later.ts'
import { Outbox, type OutboxState, type ParcelStore } from './outbox.ts'

/** Entries of the history that are fetched at the start. */
const historyLength = 200

/** How long wishes for a new list are gathered, in milliseconds. */
const restOfLists = 100

/** How long a sentence that is no error stays, in milliseconds. */
const noticeTime = 4000

/** The page's side of the conversation with the server: it keeps the state equal to what the server has, or will have. */
export class Session implements Application {
  readonly store: StoreApi<State>
  stage: StageControls | null = null
  readonly #parcels: ParcelStore
  #outbox: Outbox | undefined
  /** Versions of the document that this page made: their events are no news. */
  readonly #own = new Set<number>()
  /** Events wait until there is something that they can change. */
  #loaded: Promise<void> = Promise.resolve()
  /** Undo and redo wait for each other. */
  #turn: Promise<void> = Promise.resolve()
  readonly #requests = new Map<string, AbortController>()
  readonly #later = new Later(unkept =>
    this.store.setState(({ saving }) => ({ saving: { ...saving, unkept } })),
  )
  #listing: Promise<void> | undefined
  #visits = 0
  #notices = 0

  constructor(store: StoreApi<State>, parcels: ParcelStore) {
    this.store = store
    this.#parcels = parcels
  }

  /** Fetches the project and shows the photo where the person left; from then on the state follows the server. */
  async start(): Promise<void> {
    // Events are listened to before anything is fetched, so that no change falls between the two.
    const loaded = this.#listen().then(() => this.#load())
    this.#loaded = loaded.catch(() => {})
    try {
      await loaded
    } catch (error) {
      this.store.setState({ loading: false, failure: sentence(error) })
      return
    }
    this.#keepSettings()
    addEventListener('online', () => this.retrySaving())
    // Also the last event of a page that is left.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#later.flush()
    })
    addEventListener('beforeunload', event => {
      const { state, unkept } = this.store.getState().saving
      if (state === 'failed' || unkept !== null) event.preventDefault()
    })
  }

  /** Resolves when the connection for events is there, or cannot be had now. */
  #listen(): Promise<void> {
    return new Promise(resolve => {
      listenToServer(
        event => void this.#loaded.then(() => this.#told(event)),
        open => {
          resolve()
          this.#connection(open)
        },
      )
    })
  }

  async #load(): Promise<void> {
    const [project, list, history] = await Promise.all([
      ask<ProjectAnswer>('/project'),
      ask<ImagesAnswer>('/images'),
      ask<HistoryAnswer>(`/history?limit=${historyLength}`),
    ])
    const { view, keymap, desk } = project.settings as {
      view?: Partial<View>
      keymap?: State['keymap']
      desk?: Partial<Pick<State, 'tool' | 'classId' | 'filter' | 'mode'>>
    }
    const classes = Object.fromEntries(project.classes.map(record => [record.id, record]))
    this.store.setState({
      project: { name: project.name, folder: project.folder },
      model: project.model,
      jobs: project.jobs,
      images: list.images,
      history: history.entries,
      classes,
      view: { ...defaultView, ...view },
      keymap: keymap ?? {},
      ...desk,
      classId: desk?.classId && classes[desk.classId] ? desk.classId : (project.classes[0]?.id ?? null),
    })
    this.#outbox ??= await this.#openOutbox(project.folder)
    const wanted = location.hash.slice(1)
    const first = [wanted, project.lastImage].find(id => list.images.some(entry => entry.id === id))
    const image = first ?? list.images.find(entry => !entry.missing)?.id
    if (image) await this.goTo(image)
    else this.store.setState({ loading: false })
  }

  async #openOutbox(project: string): Promise<Outbox> {
    const outbox = new Outbox(
      project,
      this.#parcels,
      ({ id, command }) => ask<CommandAnswer>('/commands', { method: 'POST', body: { id, command } }),
      answer => this.#acknowledged(answer),
      state => this.#saving(state),
    )
    const left = await outbox.restore()
    if (left > 0)
      this.notice(
        `${left} ${left === 1 ? 'edit' : 'edits'} of last time had not been saved; they are now sent.`,
      )
    return outbox
  }

  // Photos

  async goTo(imageId: string): Promise<void> {
    const visit = ++this.#visits
    const state = this.store.getState()
    const entry = state.images.find(({ id }) => id === imageId)
    if (!entry) return
    if (state.image?.id !== imageId) this.stage?.leave()
    if (state.image?.id !== imageId)
      // The stage can fetch the pixels while the objects are on their way.
      this.store.setState({
        image: { ...entry, hash: '', note: '' },
        objects: {},
        selection: [],
        hovered: null,
        draft: null,
        milliseconds: null,
      })
    this.store.setState({ loading: true, failure: null })
    history.replaceState(null, '', `#${imageId}`)
    try {
      // Edits on their way would be missing from the answer.
      if (state.saving.state === 'saving') await this.#outbox?.flushed()
      const answer = await ask<ImageAnswer>(`/images/${imageId}`)
      if (visit !== this.#visits) return
      this.store.setState({
        image: answer.image,
        objects: Object.fromEntries(answer.objects.map(object => [object.id, object])),
        draft: answer.draft,
        loading: false,
      })
      this.store.setState(state => ({ images: withCurrent(state) }))
    } catch (error) {
      if (visit === this.#visits) this.store.setState({ loading: false, failure: sentence(error) })
      return
    }
    this.#later.put('/settings/lastImage', imageId)
    this.#prefetch(imageId)
  }

  /** Has the server decode this photo and its neighbours, and the browser fetch their pixels. */
  #prefetch(imageId: string): void {
    const state = this.store.getState()
    const around = [neighbour(state, 1), neighbour(state, -1)].flatMap(entry =>
      entry?.missing ? [] : (entry ?? []),
    )
    for (const id of [imageId, ...around.map(entry => entry.id)])
      void ask(`/images/${id}/open`, { method: 'POST' }).catch(() => {})
    for (const { id } of around)
      void fetch(photoAddress(id, state.view.window), { priority: 'low' })
        .then(response => response.blob())
        .catch(() => {})
  }

  // Edits

  commit(command: Command): void {
    try {
      this.#apply(command)
    } catch (error) {
      if (!(error instanceof CommandConflict)) throw error
      this.notice(error.message, 'error')
      return
    }
    this.#outbox?.add(command)
  }

  #apply(command: Command): void {
    const { image, objects, classes } = this.store.getState()
    const before: Document = { images: image ? { [image.id]: image } : {}, objects, classes }
    const after = apply(before, command)
    this.#setRows({ ...after, image: image && (after.images[image.id] ?? image) })
  }

  #acknowledged(answer: CommandAnswer): void {
    this.#own.add(answer.version)
    this.#entered(answer)
  }

  /** Takes an entry into the history; when it concerns objects of many photos, the list is fetched anew. */
  #entered({ entry, change }: CommandAnswer): void {
    this.store.setState(({ history }) => ({ history: withEntry(history, entry) }))
    if (entry.image === null && change.objects.length + change.removedObjects.length > 0) void this.#list()
  }

  /** Fetches the list of photos anew; many wishes within a moment become one request. */
  #list(): Promise<void> {
    this.#listing ??= new Promise(resolve => setTimeout(resolve, restOfLists)).then(async () => {
      this.#listing = undefined
      const { images } = await ask<ImagesAnswer>('/images')
      this.store.setState({ images })
    })
    return this.#listing
  }

  undo(): Promise<void> {
    return this.#travel('undo')
  }

  redo(): Promise<void> {
    return this.#travel('redo')
  }

  #travel(direction: 'undo' | 'redo'): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.store.getState().saving.state !== 'saving' && this.#outbox!.parcels.length > 0) {
        this.notice('Edits have to be saved before they can be undone.', 'error')
        return
      }
      try {
        await this.#outbox!.flushed()
        const answer = await ask<CommandAnswer>(`/${direction}`, { method: 'POST' })
        this.#acknowledged(answer)
        await this.#follow(answer)
      } catch (error) {
        this.notice(sentence(error), 'error')
      }
    })
    return this.#turn
  }

  /** Shows what an undo or redo did, on the photo that it touched, and says so. */
  async #follow({ entry, change }: CommandAnswer): Promise<void> {
    const { image, images } = this.store.getState()
    const words = `${entry.kind === 'undo' ? 'Undone' : 'Done again'}: ${entry.label}`
    if (entry.image === null || entry.image === image?.id) {
      this.#merge(change)
      this.notice(words)
      return
    }
    this.#merge({ ...change, objects: [], images: [] })
    await this.goTo(entry.image)
    const path = images.find(({ id }) => id === entry.image)?.path ?? 'another photo'
    this.notice(`${words}, in ${path}`)
  }

  /** Takes over the rows of an edit that the server made. */
  #merge({ images, objects, classes, removedObjects, removedClasses }: CommandAnswer['change']): void {
    const state = this.store.getState()
    const here = objects.filter(({ image }) => image === state.image?.id)
    this.#setRows({
      image: images.find(({ id }) => id === state.image?.id) ?? state.image,
      objects: withRows(state.objects, here, removedObjects),
      classes: withRows(state.classes, classes, removedClasses),
    })
  }

  #setRows({ image, objects, classes }: Pick<State, 'image' | 'objects' | 'classes'>): void {
    const { selection, classId } = this.store.getState()
    this.store.setState({
      image,
      objects,
      classes,
      selection: selection.every(id => objects[id]) ? selection : selection.filter(id => objects[id]),
      classId: classId !== null && classes[classId] ? classId : null,
    })
    this.store.setState(state => ({ images: withCurrent(state) }))
  }

  // What the server tells

  async #told(event: ServerEvent): Promise<void> {
    switch (event.type) {
      case 'model':
        this.store.setState({ model: event.model })
        break
      case 'images':
        await this.#listed(event.images)
        break
      case 'command':
        await this.#edited(event)
        break
      case 'job':
        this.store.setState(({ jobs }) => ({
          jobs: [event.job, ...jobs.filter(({ id }) => id !== event.job.id)],
        }))
        if (event.job.state !== 'running') this.#ended(event.job)
        break
      case 'snapshot':
        if (event.failure)
          this.notice(`The copy beside the photos could not be written: ${event.failure}`, 'error')
        break
      case 'reset':
        await this.#load()
        break
      case 'lost':
        this.notice(event.message, 'error')
        this.#connection(false)
        break
      case 'closing':
        this.#connection(false)
        break
    }
  }

  async #listed(changed: readonly State['images'][number][]): Promise<void> {
    const { images } = this.store.getState()
    const byId = new Map(changed.map(entry => [entry.id, entry]))
    const known = new Set(images.map(({ id }) => id))
    if (changed.every(({ id }) => known.has(id))) {
      this.store.setState({ images: images.map(entry => byId.get(entry.id) ?? entry) })
      return
    }
    await this.#list()
    const [first] = this.store.getState().images
    if (images.length === 0 && first) await this.goTo(first.id)
  }

  async #edited(answer: CommandAnswer): Promise<void> {
    // The event may be faster than the answer to the command that it tells of.
    await this.#outbox?.flushed()
    await this.#turn
    if (this.#own.delete(answer.version)) return
    this.#entered(answer)
    this.#merge(answer.change)
    if (answer.entry.image !== null && answer.entry.image !== this.store.getState().image?.id)
      await this.#list()
  }

  #ended({ kind, state, message }: Job): void {
    this.notice(message, state === 'failed' ? 'error' : 'good')
    const { image } = this.store.getState()
    if (kind === 'export' || kind === 'train') return
    void this.#list()
    if (image) void this.goTo(image.id)
  }

  #connection(open: boolean): void {
    if (open) this.retrySaving()
    else
      this.store.setState(({ saving }) =>
        saving.state === 'failed' ? {} : { saving: { ...saving, state: 'offline', message: null } },
      )
  }

  #saving(change: OutboxState): void {
    const { saving } = this.store.getState()
    const acknowledged = change.pending < saving.pending
    this.store.setState({
      saving: {
        state: change.state,
        pending: change.pending,
        at: acknowledged ? Date.now() : saving.at,
        message: change.state === 'failed' ? change.message : null,
        unkept: saving.unkept,
      },
    })
  }

  retrySaving(): void {
    this.#outbox?.retry()
    this.#later.retry()
  }

  async discardRefused(): Promise<void> {
    await this.#outbox?.discard()
    const { image } = this.store.getState()
    if (image) await this.goTo(image.id)
  }

  unsavedFile(): Blob {
    const { project, image, objects, classes } = this.store.getState()
    const kept = {
      project,
      image,
      objects: Object.values(objects),
      classes: Object.values(classes),
      commands: this.#outbox?.parcels.map(({ command }) => command) ?? [],
    }
    return new Blob([JSON.stringify(kept, null, 2)], { type: 'application/json' })
  }

  // Masks

  async segment(request: SegmentRequest, signal?: AbortSignal): Promise<SegmentAnswer> {
    const { image } = this.store.getState()
    if (!image) throw new DOMException('no photo is open', 'AbortError')
    this.#requests.get(request.key)?.abort()
    const controller = new AbortController()
    this.#requests.set(request.key, controller)
    const started = performance.now()
    this.store.setState({ running: started })
    try {
      const answer = await ask<SegmentAnswer>(`/images/${image.id}/segment`, {
        method: 'POST',
        body: request,
        signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
      })
      this.store.setState({ milliseconds: performance.now() - started })
      return answer
    } finally {
      if (this.#requests.get(request.key) === controller) this.#requests.delete(request.key)
      if (this.#requests.size === 0) this.store.setState({ running: null })
    }
  }

  async refine(mask: MaskRecord, signal?: AbortSignal): Promise<MaskRecord> {
    const { image } = this.store.getState()
    const answer = await ask<RefineAnswer>(`/images/${image?.id}/refine`, {
      method: 'POST',
      body: { mask },
      signal,
    })
    return answer.mask
  }

  // What is kept besides edits

  draft(value: unknown): void {
    const { image } = this.store.getState()
    if (image) this.#later.put(`/images/${image.id}/draft`, value)
  }

  view(patch: Partial<View>): void {
    this.store.setState(({ view }) => ({ view: { ...view, ...patch } }))
  }

  #keepSettings(): void {
    this.store.subscribe((state, before) => {
      const { tool, classId, filter, mode } = state
      if (state.view !== before.view) this.#later.put('/settings/view', state.view)
      if (state.keymap !== before.keymap) this.#later.put('/settings/keymap', state.keymap)
      if (
        tool !== before.tool ||
        classId !== before.classId ||
        filter !== before.filter ||
        mode !== before.mode
      )
        this.#later.put('/settings/desk', { tool, classId, filter, mode })
    })
  }

  // Jobs

  async startJob(request: JobRequest): Promise<void> {
    await ask('/jobs', { method: 'POST', body: request })
  }

  async cancelJob(id: string): Promise<void> {
    await ask(`/jobs/${id}`, { method: 'DELETE' })
  }

  async chooseModel(job: string | null): Promise<void> {
    await ask('/model', { method: 'PUT', body: { job } })
  }

  async upload(file: File): Promise<string> {
    const response = await fetch('/api/uploads', { method: 'POST', body: file })
    if (!response.ok) throw new Error(((await response.json()) as { message: string }).message)
    return ((await response.json()) as UploadAnswer).id
  }

  notice(text: string, tone: Notice['tone'] = 'plain'): void {
    const id = ++this.#notices
    this.store.setState(({ notices }) => ({ notices: [...notices.slice(-2), { id, tone, text }] }))
    if (tone !== 'error')
      setTimeout(
        () => this.store.setState(({ notices }) => ({ notices: notices.filter(notice => notice.id !== id) })),
        noticeTime,
      )
  }
}

/** Rows with some replaced or added, and some gone. */
function withRows<Row extends { readonly id: string }>(
  rows: Readonly<Record<string, Row>>,
  changed: readonly Row[],
  removed: readonly string[],
): Readonly<Record<string, Row>> {
  if (changed.length + removed.length === 0) return rows
  const next = { ...rows }
  for (const row of changed) next[row.id] = row
  for (const id of removed) delete next[id]
  return next
}

function sentence(error: unknown): string {
  if (error instanceof Unreachable) return 'The server does not answer. Is `dextr annotate` still running?'
  return error instanceof Error ? error.message : String(error)
}
