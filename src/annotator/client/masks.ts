import type { StoreApi } from 'zustand/vanilla'
import type { MaskRecord } from '../../document/index.ts'
import type { RefineAnswer, SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import type { State } from '../state/types.ts'
import { ask } from './api.ts'

/** Masks from the network, for the photo on the stage. */
export class Masks {
  readonly #store: StoreApi<State>
  /** By the key of what is being edited. */
  readonly #requests = new Map<string, AbortController>()

  constructor(store: StoreApi<State>) {
    this.#store = store
  }

  /** @throws DOMException AbortError when a newer request with the same key replaced it, or the signal fired */
  async segment(request: SegmentRequest, signal?: AbortSignal): Promise<SegmentAnswer> {
    const { image } = this.#store.getState()
    if (!image) throw new DOMException('no photo is open', 'AbortError')
    this.#requests.get(request.key)?.abort()
    const controller = new AbortController()
    this.#requests.set(request.key, controller)
    const started = performance.now()
    this.#store.setState({ running: started })
    try {
      const answer = await ask<SegmentAnswer>(`/images/${image.id}/segment`, {
        method: 'POST',
        body: request,
        signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
      })
      this.#store.setState({ milliseconds: performance.now() - started })
      return answer
    } finally {
      if (this.#requests.get(request.key) === controller) this.#requests.delete(request.key)
      if (this.#requests.size === 0) this.#store.setState({ running: null })
    }
  }

  async refine(mask: MaskRecord, signal?: AbortSignal): Promise<MaskRecord> {
    const { image } = this.#store.getState()
    const answer = await ask<RefineAnswer>(`/images/${image?.id}/refine`, {
      method: 'POST',
      body: { mask },
      signal,
    })
    return answer.mask
  }
}
