import { ask, Refused } from './api.ts'

/** Milliseconds of rest before a value is sent. */
const rest = 200

/** Milliseconds before a value that could not be sent is tried again. */
const pause = 2000

type Waiting = { readonly value: unknown; readonly timer: ReturnType<typeof setTimeout> }

/**
 * Values of which only the newest counts, such as drafts and settings: each is sent after a moment of rest, one at a
 * time for each path, so that none overtakes a newer one, and again until the server has it.
 */
export class Later {
  readonly #waiting = new Map<string, Waiting>()
  readonly #sending = new Set<string>()
  readonly #failures = new Map<string, string>()
  readonly #told: (failure: string | null) => void

  /** @param told  called after each sending: why a value is not with the server, or null when none has failed */
  constructor(told: (failure: string | null) => void) {
    this.#told = told
  }

  /**
   * @param path   below /api, where the value is put
   * @param value  JSON
   */
  put(path: string, value: unknown): void {
    this.#wait(path, value, rest)
  }

  /** Tries again at once what could not be sent. */
  retry(): void {
    for (const path of this.#failures.keys()) void this.#send(path, false)
  }

  /** Sends at once what waits, in requests that end also when the page is gone. */
  flush(): void {
    for (const path of this.#waiting.keys()) void this.#send(path, true)
  }

  #wait(path: string, value: unknown, milliseconds: number): void {
    clearTimeout(this.#waiting.get(path)?.timer)
    const timer = setTimeout(() => void this.#send(path, false), milliseconds)
    this.#waiting.set(path, { value, timer })
  }

  /** @param keepalive  outlasts the page; browsers have room for 64 kB of such requests in all, and refuse more */
  async #send(path: string, keepalive: boolean): Promise<void> {
    const waiting = this.#waiting.get(path)
    // What is under way does not outlast the page, so a request that does goes beside it.
    if (!waiting || (this.#sending.has(path) && !keepalive)) return
    clearTimeout(waiting.timer)
    this.#sending.add(path)
    let failure: unknown
    try {
      await ask(path, { method: 'PUT', body: { value: waiting.value }, keepalive })
      this.#failures.delete(path)
    } catch (error) {
      failure = error
      this.#failures.set(path, error instanceof Error ? error.message : String(error))
    }
    this.#sending.delete(path)
    const newest = this.#waiting.get(path)
    if (newest && newest !== waiting) this.#wait(path, newest.value, rest)
    else if (failure === undefined) this.#waiting.delete(path)
    else if (keepalive) void this.#send(path, false)
    // What the server refuses it will refuse again; anything else may pass.
    else if (!(failure instanceof Refused && failure.status < 500)) this.#wait(path, waiting.value, pause)
    this.#told([...this.#failures.values()].at(-1) ?? null)
  }
}
