import type { Point } from '../../image/index.ts'
import { BrushSize } from './brush.ts'
import type { ToolHost } from './host.ts'
import { handleAt } from './prompt-editing.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { toolList } from './tools.ts'
import { Workbench } from './workbench.ts'

/** A key press, as the browser tells it. */
type KeyInput = {
  readonly key: string
  readonly shift: boolean
  readonly alt: boolean
  readonly repeat: boolean
}

const steps: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The tools and what they work on: takes pointers and keys, and says what is to be seen. */
export class Editor {
  readonly bench: Workbench
  readonly brush: BrushSize
  readonly #host: ToolHost
  readonly #tools: ReadonlyMap<string, Tool>
  #tool = 'extreme'
  /** The pointer that arrow keys move, while it is in use. */
  #cursor: Point | null = null
  /** Where the pointer was last. */
  #at: Point | null = null
  #pressed = false

  constructor(host: ToolHost) {
    this.#host = host
    this.brush = new BrushSize(host)
    this.bench = new Workbench(host, this.brush)
    this.#tools = new Map(toolList.map(({ id, make }) => [id, make(this.bench, this.brush)]))
  }

  /** Takes up another tool. What is drafted stays, to be painted on for example. */
  use(id: string): void {
    if (id === this.#tool || !this.#tools.has(id)) return
    this.#current.leave?.()
    this.#tool = id
    this.#host.changed()
  }

  view(): ToolView {
    return this.#current.view()
  }

  /** Where the pointer is: the mouse's, or that of the arrow keys; null when it is not over the photo. */
  get pointerAt(): Point | null {
    return this.#cursor ?? this.#at
  }

  /** The pointer that arrow keys move; null while a mouse, finger or pen is used. */
  get keyboardCursor(): Point | null {
    return this.#cursor
  }

  /** Whether one finger works here, in place of moving the photo: with brushes and lines, and on a point. */
  takesFinger(point: Point): boolean {
    const taken = this.#current.takesFinger?.(point)
    if (taken !== undefined) return taken
    const { target } = this.bench
    const takesStrokes = !['select', 'extreme', 'polygon'].includes(this.#tool)
    return (
      takesStrokes || (target !== null && handleAt(target.work.prompt, point, this.#host.scale) !== undefined)
    )
  }

  pointer(input: PointerInput): void {
    this.#cursor = null
    this.#send(input)
  }

  /** The pointer has left the stage. */
  away(): void {
    this.#at = null
    this.#host.hover(null)
    this.#host.changed()
  }

  /**
   * A key went down. Arrows move a pointer of their own, a pixel of the screen or of the photo at a time, ten with
   * Shift; Space presses it for as long as it is held, so that it drags and paints too.
   *
   * @param middle  where the keys' pointer begins when there was no other
   */
  keyDown({ key, shift, alt, repeat }: KeyInput, middle: Point): boolean {
    const step = steps[key]
    if (step) {
      this.#moveCursor(step, shift, alt, middle)
      return true
    }
    if (key === ' ' && this.#cursor) {
      if (!repeat) this.#press('down', shift, alt)
      return true
    }
    if (key === 'Enter') return this.accept()
    if (key === 'Escape') return this.back()
    if (key === 'Backspace') return this.#current.back?.() || this.bench.back()
    if (key === 'Delete') return this.bench.discard()
    return false
  }

  /** A key was let go. */
  keyUp({ key, shift, alt }: KeyInput): boolean {
    if (key !== ' ' || !this.#cursor || !this.#pressed) return false
    this.#press('up', shift, alt)
    return true
  }

  /** Completes what is being drawn, or puts the draft into the document. False when there is neither. */
  accept(): boolean {
    return this.#current.finish?.() || this.bench.accept()
  }

  /** A click, a stroke or a line back; then what is selected is let go. */
  back(): boolean {
    if (this.undo()) return true
    if (this.#host.selection.length === 0) return false
    this.#host.select([])
    return true
  }

  /** A step back in what is not in the document yet; false when there is none. */
  undo(): boolean {
    return this.#current.back?.() || this.bench.back()
  }

  redo(): boolean {
    return this.bench.forward()
  }

  /** Leaves the photo. */
  leave(): void {
    this.#current.leave?.()
    this.bench.leave()
    this.#pressed = false
  }

  get #current(): Tool {
    return this.#tools.get(this.#tool)!
  }

  #send(input: PointerInput): void {
    const { width, height } = this.#host.image
    const point = {
      x: Math.min(Math.max(input.point.x, 0), width - 1),
      y: Math.min(Math.max(input.point.y, 0), height - 1),
    }
    this.#at = point
    this.#pressed = input.type === 'down' || (input.type === 'move' && this.#pressed)
    this.#current.pointer({ ...input, point, pressed: this.#pressed })
    this.#host.changed()
  }

  #moveCursor([dx, dy]: readonly [number, number], shift: boolean, alt: boolean, middle: Point): void {
    const from = this.#cursor ?? this.#at ?? middle
    const length = (shift ? 10 : 1) * Math.max(1, Math.round(1 / this.#host.scale))
    const { width, height } = this.#host.image
    this.#cursor = {
      x: Math.min(Math.max(Math.round(from.x) + dx * length, 0), width - 1),
      y: Math.min(Math.max(Math.round(from.y) + dy * length, 0), height - 1),
    }
    this.#press('move', shift && !this.#pressed ? false : shift, alt)
  }

  #press(type: 'down' | 'move' | 'up', shift: boolean, alt: boolean): void {
    const point = this.#cursor!
    this.#send({ type, point, button: 'left', pressed: this.#pressed, shift, alt, clicks: 1 })
  }
}
