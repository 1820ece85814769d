/** Lets some tasks run at a time; the one that came last is the next, for it is what somebody looks at now. */
export class Turns {
  readonly #most: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(most: number) {
    this.#most = most
  }

  /** @throws the signal's reason when it is aborted before the task's turn */
  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    while (this.#running >= this.#most) await new Promise<void>(resolve => this.#waiting.push(resolve))
    if (signal?.aborted) {
      this.#waiting.pop()?.()
      throw signal.reason
    }
    this.#running++
    try {
      return await work()
    } finally {
      this.#running--
      this.#waiting.pop()?.()
    }
  }
}
