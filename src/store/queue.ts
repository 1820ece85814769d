import { setImmediate as breathe } from 'node:timers/promises'

/**
 * Things done one after the other, in the order in which they were asked for. A database in this process answers
 * without the thread ever being free: requests and timers get their turn between two things.
 */
export class Queue {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => breathe()).then(work)
    this.#last = done.catch(() => {}) // told to who asked
    return done
  }

  /** Resolves when all that was asked for is done. */
  async idle(): Promise<void> {
    await this.#last
  }
}
