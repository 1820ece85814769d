import type { ServerEvent } from './messages.ts'

/** Events that are kept for pages that were away for a moment. */
const kept = 500

export type NumberedEvent = { readonly id: string; readonly event: ServerEvent }

/** Tells all open pages what happened, in order; who was away for a moment gets what it missed. */
export class Events {
  /** Ids of one server mean nothing to the next. */
  readonly #run = crypto.randomUUID().slice(0, 8)
  #count = 0
  readonly #recent: NumberedEvent[] = []
  readonly #listeners = new Set<(event: NumberedEvent) => void>()

  send(event: ServerEvent): void {
    const numbered = { id: `${this.#run}-${++this.#count}`, event }
    this.#recent.push(numbered)
    if (this.#recent.length > kept) this.#recent.shift()
    for (const listener of this.#listeners) listener(numbered)
  }

  /**
   * Everything from now on; before that what came after the event `last`, or `reset` when that is not known any more.
   *
   * @returns what ends it
   */
  subscribe(listener: (event: NumberedEvent) => void, last?: string): () => void {
    for (const event of this.#missed(last)) listener(event)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #missed(last: string | undefined): readonly NumberedEvent[] {
    if (last === undefined || last === `${this.#run}-${this.#count}`) return []
    const place = this.#recent.findIndex(({ id }) => id === last)
    if (place >= 0) return this.#recent.slice(place + 1)
    return [{ id: `${this.#run}-${this.#count}`, event: { type: 'reset' } }]
  }
}
