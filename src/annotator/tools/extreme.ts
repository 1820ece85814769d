import type { Purpose } from './draft.ts'
import { boxBetween, hull, pixelAt } from './prompt-editing.ts'
import { Prompter } from './prompter.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { isComplete } from './work.ts'
import type { Workbench } from './workbench.ts'

/** A habit to offer to those who have none; any order is as good. */
const order = ['topmost', 'leftmost', 'bottommost', 'rightmost'] as const

/**
 * Four clicks on an object's outermost points, in any order, and the network draws it. Then every point can be
 * dragged, and clicks on the outline, inside and outside correct. The first click on another object accepts.
 */
export class ExtremeTool implements Tool {
  readonly #bench: Workbench
  readonly #prompter: Prompter
  #at: PointerInput['point'] | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
    this.#prompter = new Prompter(bench)
  }

  pointer(input: PointerInput): void {
    this.#at = input.point
    // The lower left tip of a thing may be both its leftmost and its bottommost point. A double click means one.
    const onStill = () => {
      if (this.#isPlacing && input.clicks === 1) this.#add(input)
    }
    if (this.#prompter.handle(input, onStill) || input.type !== 'down') return
    if (this.#isPlacing) this.#add(input)
    else if (!this.#prompter.correct(input) && input.button === 'left') {
      this.#bench.begin(this.#purpose(input))
      this.#add(input)
    }
  }

  view(): ToolView {
    const { draft } = this.#bench
    const points = draft && !isComplete(draft.work.prompt) ? draft.work.prompt.points : []
    const places = this.#at && points.length > 0 ? [...points, this.#at] : points
    const isPlacing = points.length > 0 || !draft
    const cursor = this.#at ? this.#prompter.cursorAt(this.#at) : undefined
    return {
      aims: isPlacing || this.#prompter.dragging,
      ...(places.length > 1 && { box: places.map(place => boxBetween(place, place)).reduce(hull) }),
      ...(isPlacing && {
        hint: `${points.length + 1} of 4 · ${order[points.length]} point, or any other`,
      }),
      cursor: this.#prompter.dragging ? 'none' : (cursor ?? 'crosshair'),
    }
  }

  /** Whether some of the four points are there, but not all. */
  get #isPlacing(): boolean {
    const { draft } = this.#bench
    return draft !== null && !draft.isEmpty && !isComplete(draft.work.prompt) && !draft.work.mask
  }

  #add({ point, button }: PointerInput): void {
    const { draft } = this.#bench
    if (!draft || button === 'right') return
    const { prompt } = draft.work
    this.#bench.prompt('Extreme point', { ...prompt, points: [...prompt.points, pixelAt(point)] })
  }

  /** Shift adds a part to the object that is selected, Alt cuts one out of it. */
  #purpose({ shift, alt }: PointerInput): Purpose {
    const [object] = this.#bench.host.selection
    if (!object || !(shift || alt)) return { kind: 'new' }
    return { kind: shift ? 'add' : 'subtract', object }
  }
}
