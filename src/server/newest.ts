import { RefusedError } from './http/refusal.ts'

type Waiting = { readonly go: () => void; readonly stop: (reason: Error) => void }

/**
 * Runs tasks of which only the newest of each key matters. One at a time for a key: while it runs, the newest waits
 * and the others are given up. The one that runs is finished, so that requests that come faster than they can be
 * answered still get answers, each newer than the one before.
 */
export class Newest {
  readonly #waiting = new Map<string, Waiting | undefined>()

  /** @throws RefusedError 409 when a newer task came before this one's turn; the signal's reason when it is aborted */
  async run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.has(key)) await this.#turn(key, signal)
    else this.#waiting.set(key, undefined)
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      const next = this.#waiting.get(key)
      if (next) {
        this.#waiting.set(key, undefined)
        next.go()
      } else this.#waiting.delete(key)
    }
  }

  #turn(key: string, signal: AbortSignal): Promise<void> {
    const superseded = new RefusedError(409, 'superseded', 'a newer request for this object has come')
    this.#waiting.get(key)?.stop(superseded)
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        go: () => {
          signal.removeEventListener('abort', abort)
          resolve()
        },
        stop: reason => {
          signal.removeEventListener('abort', abort)
          reject(reason)
        },
      }
      const abort = () => {
        if (this.#waiting.get(key) === waiting) this.#waiting.set(key, undefined)
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort)
      this.#waiting.set(key, waiting)
    })
  }
}
