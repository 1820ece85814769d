import type { StoreApi } from 'zustand/vanilla'
import type { Command } from '../../document/index.ts'
import type {
  HistoryAnswer,
  ImageAnswer,
  ImagesAnswer,
  Job,
  ProjectAnswer,
  ServerEvent,
} from '../../server/browser.ts'
import type { Application } from '../app/application.ts'
import type { StageControls } from '../app/stage-controls.ts'
import { neighbour, withCurrent } from '../state/photos.ts'
import type { Notice, State, View } from '../state/types.ts'
import { photoAddress } from './addresses.ts'
import { ask, sentence } from './api.ts'
import { Edits } from './edits.ts'
import { listenToServer } from './events.ts'
import { cancelJob, chooseModel, startJob, upload } from './jobs.ts'
import { keepSettings, settingsOf } from './keep-settings.ts'
import { Later } from './later.ts'
import { Masks } from './masks.ts'
import type { ParcelStore } from './outbox.ts'

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
  readonly startJob = startJob
  readonly cancelJob = cancelJob
  readonly chooseModel = chooseModel
  readonly upload = upload
  readonly segment: Masks['segment']
  readonly refine: Masks['refine']
  readonly #edits: Edits
  readonly #later = new Later(unkept =>
    this.store.setState(({ saving }) => ({ saving: { ...saving, unkept } })),
  )
  /** Events wait until there is something that they can change. */
  #loaded: Promise<void> = Promise.resolve()
  #listing: Promise<void> | undefined
  #visits = 0
  #notices = 0

  constructor(store: StoreApi<State>, parcels: ParcelStore) {
    this.store = store
    const masks = new Masks(store)
    this.segment = (request, signal) => masks.segment(request, signal)
    this.refine = (mask, signal) => masks.refine(mask, signal)
    this.#edits = new Edits(store, parcels, {
      goTo: id => this.goTo(id),
      list: () => this.#list(),
      notice: (text, tone) => this.notice(text, tone),
    })
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
    keepSettings(this.store, this.#later)
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
    const [project, { images, unread }, history] = await Promise.all([
      ask<ProjectAnswer>('/project'),
      ask<ImagesAnswer>('/images'),
      ask<HistoryAnswer>(`/history?limit=${historyLength}`),
    ])
    this.store.setState({
      project: { name: project.name, folder: project.folder },
      model: project.model,
      jobs: project.jobs,
      images,
      unread,
      history: history.entries,
      classes: Object.fromEntries(project.classes.map(record => [record.id, record])),
      ...settingsOf(project),
    })
    await this.#edits.open(project.folder)
    const wanted = location.hash.slice(1)
    const first = [wanted, project.lastImage].find(id => images.some(entry => entry.id === id))
    const image = first ?? images.find(entry => !entry.missing)?.id
    if (image) await this.goTo(image)
    else this.store.setState({ loading: false })
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
      await this.#edits.sent() // edits on their way would be missing from the answer
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

  /** Fetches the list of photos anew; many wishes within a moment become one request. */
  #list(): Promise<void> {
    this.#listing ??= new Promise(resolve => setTimeout(resolve, restOfLists)).then(async () => {
      this.#listing = undefined
      const { images, unread } = await ask<ImagesAnswer>('/images')
      this.store.setState({ images, unread })
    })
    return this.#listing
  }

  // Edits

  commit(command: Command): void {
    this.#edits.commit(command)
  }

  undo(): Promise<void> {
    return this.#edits.travel('undo')
  }

  redo(): Promise<void> {
    return this.#edits.travel('redo')
  }

  retrySaving(): void {
    this.#edits.retry()
    this.#later.retry()
  }

  async discardRefused(): Promise<void> {
    await this.#edits.discard()
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
      commands: this.#edits.unsaved,
    }
    return new Blob([JSON.stringify(kept, null, 2)], { type: 'application/json' })
  }

  // What is kept besides edits

  draft(value: unknown): void {
    const { image } = this.store.getState()
    if (image) this.#later.put(`/images/${image.id}/draft`, value)
  }

  view(patch: Partial<View>): void {
    this.store.setState(({ view }) => ({ view: { ...view, ...patch } }))
  }

  // What the server tells

  async #told(event: ServerEvent): Promise<void> {
    switch (event.type) {
      case 'model':
        this.store.setState({ model: event.model })
        break
      case 'images':
        this.store.setState({ unread: event.unread })
        await this.#listed(event.images)
        break
      case 'command':
        await this.#edits.told(event)
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
