/** Milliseconds of rest before a value is sent. */
const rest = 200

/** Values of which only the newest counts, such as drafts and settings: each is sent after a moment of rest. */
export class Later {
  readonly #waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => void }>()

  /**
   * @param path   below /api, where the value is put
   * @param value  JSON
   */
  put(path: string, value: unknown): void {
    clearTimeout(this.#waiting.get(path)?.timer)
    const send = () => {
      clearTimeout(timer)
      this.#waiting.delete(path)
      // A request that is kept alive ends also when the page is gone.
      void fetch(`/api${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value }),
        keepalive: true,
      }).catch(() => {})
    }
    const timer = setTimeout(send, rest)
    this.#waiting.set(path, { timer, send })
  }

  /** Sends at once what waits. */
  flush(): void {
    for (const { send } of this.#waiting.values()) send()
  }
}
