import type { StoreApi } from 'zustand/vanilla'
import { apply, type Command, CommandConflict, type Document } from '../../document/index.ts'
import type { CommandAnswer } from '../../server/browser.ts'
import { actionOf } from '../actions/index.ts'
import { keysOf } from '../keys/keymap.ts'
import { withChange, withDocument } from '../state/changes.ts'
import { withEntry } from '../state/history.ts'
import { withCurrent } from '../state/photos.ts'
import type { Notice, State } from '../state/types.ts'
import { ask, sentence } from './api.ts'
import { Outbox, type OutboxState, type ParcelStore } from './outbox.ts'

/** What edits need of the page beside its state. */
export type EditsHost = {
  readonly goTo: (imageId: string) => Promise<void>
  /** Fetches the list of photos anew. */
  readonly list: () => Promise<void>
  readonly notice: (text: string, tone?: Notice['tone']) => void
}

/** Edits of the document, by this page and by others: applied at once, sent in order, and taken back. */
export class Edits {
  readonly #store: StoreApi<State>
  readonly #parcels: ParcelStore
  readonly #host: EditsHost
  #outbox: Outbox | undefined
  /** Versions of the document that this page made: their events are no news. */
  readonly #own = new Set<number>()
  /** Undo and redo wait for each other. */
  #turn: Promise<void> = Promise.resolve()

  constructor(store: StoreApi<State>, parcels: ParcelStore, host: EditsHost) {
    this.#store = store
    this.#parcels = parcels
    this.#host = host
  }

  /** Takes up what an earlier page of this project could not save. */
  async open(project: string): Promise<void> {
    if (this.#outbox) return
    const outbox = new Outbox(
      project,
      this.#parcels,
      ({ id, command }) => ask<CommandAnswer>('/commands', { method: 'POST', body: { id, command } }),
      answer => this.#acknowledged(answer),
      state => this.#saving(state),
    )
    this.#outbox = outbox
    const left = await outbox.restore()
    if (left > 0)
      this.#host.notice(
        `${left} ${left === 1 ? 'edit' : 'edits'} of last time had not been saved; they are now sent.`,
      )
  }

  commit(command: Command): void {
    try {
      this.#apply(command)
    } catch (error) {
      if (!(error instanceof CommandConflict)) throw error
      this.#host.notice(error.message, 'error')
      return
    }
    this.#outbox?.add(command)
  }

  /** Takes the project's newest edit back, or does again what was taken back, and shows it where it was. */
  travel(direction: 'undo' | 'redo'): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (!(await this.#outbox!.settled())) {
        const [key] = keysOf(actionOf('project.retry'), this.#store.getState().keymap)
        this.#host.notice(
          `Edits have to be saved before they can be undone${key ? `; ${key} tries again to save` : ''}.`,
          'error',
        )
        return
      }
      try {
        const answer = await ask<CommandAnswer>(`/${direction}`, { method: 'POST' })
        this.#acknowledged(answer)
        await this.#follow(answer)
      } catch (error) {
        this.#host.notice(sentence(error), 'error')
      }
    })
    return this.#turn
  }

  /** Resolves when everything on its way is acknowledged, or cannot be sent now. */
  async sent(): Promise<void> {
    await this.#outbox?.settled()
  }

  retry(): void {
    this.#outbox?.retry()
  }

  /** Gives up the oldest edit, which the server refuses. */
  async discard(): Promise<void> {
    await this.#outbox?.discard()
  }

  /** Commands that the server has not acknowledged. */
  get unsaved(): readonly Command[] {
    return this.#outbox?.parcels.map(({ command }) => command) ?? []
  }

  /** An edit that the server tells of: another page's, unless it is one of this page. */
  async told(answer: CommandAnswer): Promise<void> {
    // The event may be faster than the answer to the command that it tells of.
    await this.#outbox?.flushed()
    await this.#turn
    if (this.#own.delete(answer.version)) return
    this.#entered(answer)
    this.#merge(answer.change)
    if (answer.entry.image !== null && answer.entry.image !== this.#store.getState().image?.id)
      await this.#host.list()
  }

  #apply(command: Command): void {
    const { image, objects, classes } = this.#store.getState()
    const before: Document = { images: image ? { [image.id]: image } : {}, objects, classes }
    const after = apply(before, command)
    this.#setDocument({ ...after, image: image && (after.images[image.id] ?? image) })
  }

  #acknowledged(answer: CommandAnswer): void {
    this.#own.add(answer.version)
    this.#entered(answer)
  }

  /** Takes an entry into the history; when it concerns objects of many photos, the list is fetched anew. */
  #entered({ entry, change }: CommandAnswer): void {
    this.#store.setState(({ history }) => ({ history: withEntry(history, entry) }))
    if (entry.image === null && change.objects.length + change.removedObjects.length > 0)
      void this.#host.list()
  }

  /** Shows what an undo or redo did, on the photo that it touched, and says so. */
  async #follow({ entry, change }: CommandAnswer): Promise<void> {
    const { image, images } = this.#store.getState()
    const words = `${entry.kind === 'undo' ? 'Undone' : 'Done again'}: ${entry.label}`
    if (entry.image === null || entry.image === image?.id) {
      this.#merge(change)
      this.#host.notice(words)
      return
    }
    this.#merge({ ...change, objects: [], images: [] })
    await this.#host.goTo(entry.image)
    const path = images.find(({ id }) => id === entry.image)?.path ?? 'another photo'
    this.#host.notice(`${words}, in ${path}`)
  }

  #merge(change: CommandAnswer['change']): void {
    this.#setDocument(withChange(this.#store.getState(), change))
  }

  #setDocument(rows: Pick<State, 'image' | 'objects' | 'classes'>): void {
    this.#store.setState(state => withDocument(state, rows))
    this.#store.setState(state => ({ images: withCurrent(state) }))
  }

  #saving(change: OutboxState): void {
    const { saving } = this.#store.getState()
    const acknowledged = change.pending < saving.pending
    this.#store.setState({
      saving: {
        state: change.state,
        pending: change.pending,
        at: acknowledged ? Date.now() : saving.at,
        message: change.state === 'failed' ? change.message : null,
        unkept: saving.unkept,
      },
    })
  }
}
