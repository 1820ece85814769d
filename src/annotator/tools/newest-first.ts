/**
 * Asks one question at a time. Of those that come while an answer is awaited only the newest is asked next, so that
 * answers keep coming while a point is dragged, each newer than the one before.
 */
export class NewestFirst<Question, Answer> {
  readonly #ask: (question: Question, signal: AbortSignal) => Promise<Answer>
  readonly #tell: (question: Question, answer: Answer) => void
  readonly #fail: (question: Question, error: unknown) => void
  #asked: AbortController | null = null
  #next: { readonly question: Question } | null = null

  /** @param fail  for a question without an answer; not called for one that was cancelled */
  constructor(
    ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
    tell: (question: Question, answer: Answer) => void,
    fail: (question: Question, error: unknown) => void,
  ) {
    this.#ask = ask
    this.#tell = tell
    this.#fail = fail
  }

  get waiting(): boolean {
    return this.#asked !== null
  }

  ask(question: Question): void {
    if (this.#asked) this.#next = { question }
    else void this.#send(question)
  }

  /** No answer is told any more to what was asked so far. */
  cancel(): void {
    this.#asked?.abort()
    this.#asked = null
    this.#next = null
  }

  async #send(question: Question): Promise<void> {
    const controller = new AbortController()
    this.#asked = controller
    const done = (report: () => void) => {
      if (this.#asked !== controller) return
      const next = this.#next
      this.#asked = null
      this.#next = null
      if (next) void this.#send(next.question)
      report()
    }
    try {
      const answer = await this.#ask(question, controller.signal)
      done(() => this.#tell(question, answer))
    } catch (error) {
      done(() => this.#fail(question, error))
    }
  }
}
