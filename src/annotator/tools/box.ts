import type { Point } from '../../image/index.ts'
import { boxBetween, pixelAt } from './prompt-editing.ts'
import { Prompter } from './prompter.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { noPrompt } from './work.ts'
import type { Workbench } from './workbench.ts'

/** A press that moves less is a click, in pixels of the screen. */
const clickReach = 4

/** A box around an object, by dragging or by two clicks, and the network draws the object in it. */
export class BoxTool implements Tool {
  readonly #bench: Workbench
  readonly #prompter: Prompter
  #corner: Point | null = null
  #at: Point | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
    this.#prompter = new Prompter(bench)
  }

  pointer(input: PointerInput): void {
    this.#at = input.point
    if (this.#corner) this.#second(input, this.#corner)
    else if (!this.#prompter.handle(input) && input.type === 'down' && !this.#prompter.correct(input))
      if (input.button === 'left') this.#corner = pixelAt(input.point)
    this.#bench.host.changed()
  }

  back(): boolean {
    const had = this.#corner !== null
    this.leave()
    return had
  }

  leave(): void {
    this.#corner = null
    this.#bench.host.changed()
  }

  view(): ToolView {
    const box = this.#corner && this.#at && boxBetween(this.#corner, pixelAt(this.#at))
    const cursor = this.#at ? this.#prompter.cursorAt(this.#at) : undefined
    return {
      aims: !this.#bench.target || this.#corner !== null,
      ...(box && { box }),
      hint: this.#corner ? 'opposite corner' : 'a corner of the box · drag, or click twice',
      cursor: cursor ?? 'crosshair',
    }
  }

  /** The second corner comes with the end of a drag, or with another press. */
  #second({ type, point }: PointerInput, corner: Point): void {
    if (type === 'cancel') this.leave()
    const { scale } = this.#bench.host
    const isWide = Math.hypot(point.x - corner.x, point.y - corner.y) * scale > clickReach
    if (!(type === 'down' || type === 'up') || !isWide) return
    this.#corner = null
    this.#bench.begin()
    this.#bench.prompt('Box', { ...noPrompt, box: boxBetween(corner, pixelAt(point)) })
  }
}
