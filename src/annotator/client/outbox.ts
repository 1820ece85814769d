import type { Command } from '../../document/index.ts'
import type { CommandAnswer } from '../../server/browser.ts'
import { Refused, Unreachable } from './api.ts'

/** A command on its way. The id is the same each time that it is sent, so the server applies it once. */
export type Parcel = { readonly id: string; readonly project: string; readonly command: Command }

/** Where parcels survive a crash of the page: IndexedDB in the browser, a list in tests. */
export interface ParcelStore {
  /** In the order in which they were put. */
  all(project: string): Promise<Parcel[]>
  put(parcel: Parcel): Promise<void>
  remove(id: string): Promise<void>
}

export type OutboxState =
  | { readonly state: 'saved' | 'saving' | 'offline'; readonly pending: number }
  | { readonly state: 'failed'; readonly pending: number; readonly message: string }

/** Milliseconds before a failed sending is tried again; the last one repeats. */
const pauses = [250, 500, 1000, 2000, 5000]

/**
 * Sends commands in order, one after the other, until each is acknowledged. What cannot be sent stays, here and in
 * the parcel store; nothing overtakes it.
 */
export class Outbox {
  readonly #project: string
  readonly #store: ParcelStore
  readonly #send: (parcel: Parcel) => Promise<CommandAnswer>
  readonly #told: (answer: CommandAnswer) => void
  readonly #changed: (state: OutboxState) => void
  #parcels: Parcel[] = []
  #sending = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: (() => void)[] = []
  #settling: ((isSent: boolean) => void)[] = []

  /**
   * @param send     resolves when the server has the command
   * @param told     called with each acknowledgement
   * @param changed  called with each change of state
   */
  constructor(
    project: string,
    store: ParcelStore,
    send: (parcel: Parcel) => Promise<CommandAnswer>,
    told: (answer: CommandAnswer) => void,
    changed: (state: OutboxState) => void,
  ) {
    this.#project = project
    this.#store = store
    this.#send = send
    this.#told = told
    this.#changed = changed
  }

  /** Commands that are not acknowledged, oldest first. */
  get parcels(): readonly Parcel[] {
    return this.#parcels
  }

  /** Takes up what an earlier page left behind, and sends it before anything else. */
  async restore(): Promise<number> {
    const left = await this.#store.all(this.#project)
    this.#parcels = [...left, ...this.#parcels]
    void this.#work()
    return left.length
  }

  add(command: Command): void {
    const parcel = { id: crypto.randomUUID(), project: this.#project, command }
    this.#parcels.push(parcel)
    // A full disk must not stop the sending, which is the better copy.
    void this.#store.put(parcel).catch(() => {})
    void this.#work()
  }

  /** Tries again at once. */
  retry(): void {
    clearTimeout(this.#timer)
    this.#failures = 0
    void this.#work()
  }

  /** Gives up the oldest command, which the server refuses. */
  async discard(): Promise<void> {
    const refused = this.#parcels.shift()
    if (refused) await this.#store.remove(refused.id)
    this.retry()
  }

  /** Resolves when everything that was added is acknowledged. */
  flushed(): Promise<void> {
    if (this.#parcels.length === 0) return Promise.resolve()
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  /** Whether all is acknowledged, as soon as that is known: true when it is, false when a sending fails. */
  settled(): Promise<boolean> {
    if (this.#parcels.length === 0) return Promise.resolve(true)
    if (!this.#sending) return Promise.resolve(false)
    return new Promise(resolve => this.#settling.push(resolve))
  }

  async #work(): Promise<void> {
    if (this.#sending) return
    clearTimeout(this.#timer)
    this.#sending = true
    try {
      while (this.#parcels.length > 0) {
        this.#changed({ state: 'saving', pending: this.#parcels.length })
        const parcel = this.#parcels[0]!
        const answer = await this.#send(parcel)
        this.#failures = 0
        this.#parcels.shift()
        void this.#store.remove(parcel.id).catch(() => {})
        this.#told(answer)
      }
      this.#changed({ state: 'saved', pending: 0 })
      for (const resolve of this.#waiting.splice(0)) resolve()
      for (const resolve of this.#settling.splice(0)) resolve(true)
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#sending = false
    }
  }

  #failed(error: unknown): void {
    for (const resolve of this.#settling.splice(0)) resolve(false)
    const pending = this.#parcels.length
    const again = () => {
      this.#timer = setTimeout(() => void this.#work(), pauses[Math.min(this.#failures, pauses.length - 1)])
      this.#failures++
    }
    if (error instanceof Unreachable) {
      this.#changed({ state: 'offline', pending })
      again()
    } else {
      this.#changed({
        state: 'failed',
        pending,
        message: error instanceof Error ? error.message : String(error),
      })
      // What the server refuses it will refuse again; anything else may pass, also that it does not know this page:
      // a server that was started again has another token, which its new page brings.
      if (!(error instanceof Refused && error.status < 500 && error.status !== 401)) again()
    }
  }
}
