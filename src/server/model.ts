import type { Segmenter } from '../segmenter/index.ts'
import type { ModelState } from './messages.ts'

/** The model that pages ask: loading, ready and warm, or failed. */
export class Model {
  #state: ModelState
  #ready: Promise<Segmenter>
  #generation = 0
  readonly #tell: (state: ModelState) => void

  /**
   * @param name  for people, as long as the model has not told its own
   * @param load  starts at once; the first run, which is slow, is over before anybody is told that it is ready
   * @param tell  called at every change
   */
  constructor(name: string, load: () => Promise<Segmenter>, tell: (state: ModelState) => void) {
    this.#tell = tell
    this.#state = { state: 'loading', name }
    this.#ready = this.#load(name, load)
    this.#ready.catch(() => {}) // told by the state, and to everyone who waits
  }

  get state(): ModelState {
    return this.#state
  }

  /** The model once it is ready. @throws what made it fail */
  ready(): Promise<Segmenter> {
    return this.#ready
  }

  /** Counts the models that there have been. */
  get generation(): number {
    return this.#generation
  }

  /** Another model from now on; the one before goes when this one is ready, and stays when this one fails. */
  async replace(name: string, load: () => Promise<Segmenter>): Promise<void> {
    const before = this.#ready
    const state = this.#state
    this.#change({ state: 'loading', name })
    try {
      const segmenter = await this.#load(name, load)
      this.#ready = Promise.resolve(segmenter)
      this.#generation++
      await before.then(
        old => old.dispose(),
        () => {},
      )
    } catch (error) {
      this.#change(state)
      throw error
    }
  }

  async close(): Promise<void> {
    const segmenter = await this.#ready.catch(() => undefined)
    await segmenter?.dispose()
  }

  async #load(name: string, load: () => Promise<Segmenter>): Promise<Segmenter> {
    try {
      const segmenter = await load()
      await warm(segmenter)
      const { description, runtime } = segmenter
      this.#change({ state: 'ready', name: description.name, runtime, preset: description.preset })
      return segmenter
    } catch (error) {
      this.#change({ state: 'failed', name, message: (error as Error).message })
      throw error
    }
  }

  #change(state: ModelState): void {
    this.#state = state
    this.#tell(state)
  }
}

/** One run, in which the runtime takes its memory. */
async function warm(segmenter: Segmenter): Promise<void> {
  const photo = await segmenter.open({ width: 64, height: 64, data: new Uint8Array(3 * 64 * 64) })
  await photo.segment([
    [8, 32],
    [32, 8],
    [56, 32],
    [32, 56],
  ])
}
