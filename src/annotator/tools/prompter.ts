import type { Point } from '../../image/index.ts'
import { corrected, correctionAt, HandleDrag, handleAt, handlesOf } from './prompt-editing.ts'
import type { PointerInput } from './tool.ts'
import { isComplete, type Work } from './work.ts'
import type { Workbench } from './workbench.ts'

/** What tools that ask the network have in common: the clicks of the object at hand can be dragged and added to. */
export class Prompter {
  readonly #bench: Workbench
  #drag: HandleDrag | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  get dragging(): boolean {
    return this.#drag !== null
  }

  /**
   * True when the input was about a handle.
   *
   * @param onStill  called when a press on a handle has ended without moving it
   */
  handle(input: PointerInput, onStill?: () => void): boolean {
    if (this.#drag) {
      if (input.type === 'cancel') this.#drag.cancel()
      else this.#drag.move(input)
      const drag = this.#drag
      if (input.type === 'up' || input.type === 'cancel') this.#drag = null
      if (input.type === 'up' && !drag.end()) onStill?.()
      return true
    }
    const { target, host } = this.#bench
    if (input.type !== 'down' || input.button !== 'left' || input.alt || input.shift || !target) return false
    const handle = handleAt(target.work.prompt, input.point, host.scale)
    if (!handle) return false
    this.#drag = new HandleDrag(this.#bench, target.work.prompt, handle, input.point)
    return true
  }

  /** True when a press corrected the object at hand. A point on the outline can be dragged before it is let go. */
  correct(input: PointerInput): boolean {
    const { target, host } = this.#bench
    if (input.type !== 'down' || input.shift || !target) return false
    if (target.draft && !isComplete(target.work.prompt)) return false
    const correction = correctionAt(target, input, host.scale)
    if (!correction) return false
    const [verb, prompt] = corrected(target.work.prompt, correction, input.point)
    if (correction === 'boundary') this.#pull(verb, { ...target.work, prompt }, input.point)
    else this.#bench.prompt(verb, prompt)
    return true
  }

  /** Drags the newest point of a piece of work. */
  #pull(verb: string, work: Work, at: Point): void {
    const handle = handlesOf(work.prompt).findLast(({ kind }) => kind === 'boundary')!
    this.#drag = new HandleDrag(this.#bench, work.prompt, handle, at, verb)
    this.#bench.show(work)
  }

  /** The pointer's form over the object at hand. */
  cursorAt(point: Point): 'grab' | undefined {
    const { target, host } = this.#bench
    return target && handleAt(target.work.prompt, point, host.scale) ? 'grab' : undefined
  }
}
