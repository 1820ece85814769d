import type { Point } from '../../image/index.ts'
import { Mask, stroke } from '../../mask/index.ts'
import type { ToolHost } from './host.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import type { Work } from './work.ts'
import type { Workbench } from './workbench.ts'

/** Until the person chooses a size, in pixels of the screen. */
const firstRadius = 14
/** In pixels of the photo. */
const smallestRadius = 0.5
const largestRadius = 500

/**
 * Radius of brush and eraser in pixels of the photo, which they share. Until the person chooses one it is the same on
 * the screen at every zoom; then it is the same on the photo.
 */
export class BrushSize {
  readonly #host: Pick<ToolHost, 'scale'>
  #chosen: number | null = null

  constructor(host: Pick<ToolHost, 'scale'>) {
    this.#host = host
  }

  get radius(): number {
    return this.#chosen ?? Math.min(Math.max(firstRadius / this.#host.scale, smallestRadius), largestRadius)
  }

  set radius(radius: number) {
    this.#chosen = Math.min(Math.max(radius, smallestRadius), largestRadius)
  }

  /** Larger or smaller by a factor. */
  by(factor: number): void {
    this.radius *= factor
  }
}

/**
 * Paints pixels of the object at hand, or erases them, as with the right button. With nothing at hand the brush begins
 * an object. With Shift a press draws a straight line from where the stroke before ended.
 */
export class BrushTool implements Tool {
  readonly #bench: Workbench
  readonly #size: BrushSize
  readonly #erases: boolean
  #before: Work | null = null
  #mask: Mask | null = null
  #last: Point | null = null
  #takesAway = false

  constructor(bench: Workbench, size: BrushSize, erases: boolean) {
    this.#bench = bench
    this.#size = size
    this.#erases = erases
  }

  pointer(input: PointerInput): void {
    if (input.type === 'down') this.#begin(input)
    else if (this.#before && input.type === 'cancel') this.#stop()
    else if (this.#before) {
      this.#paint([this.#last!, input.point])
      if (input.type === 'up') this.#end()
    }
    if (!this.#before) this.#takesAway = this.#erases !== input.alt
    this.#bench.host.changed()
  }

  back(): boolean {
    const had = this.#before !== null
    this.#stop()
    return had
  }

  leave(): void {
    this.#stop()
  }

  view(): ToolView {
    return { brush: { radius: this.#size.radius, erases: this.#takesAway }, cursor: 'none' }
  }

  #begin({ point, button, shift, alt }: PointerInput): void {
    const { host } = this.#bench
    this.#takesAway = this.#erases !== (button === 'right' || alt)
    if (!this.#bench.target) {
      if (host.selection.length > 0 || this.#takesAway) {
        host.notice(
          host.selection.length > 1
            ? 'Select one object to paint on.'
            : this.#takesAway
              ? 'Select an object to erase from.'
              : 'The object is locked. Unlock it to paint on it.',
        )
        return
      }
      this.#bench.begin()
    }
    this.#before = this.#bench.target!.work
    this.#mask = this.#before.mask ?? Mask.empty(host.image)
    this.#paint(shift && this.#last ? [this.#last, point] : [point])
  }

  #paint(points: readonly Point[]): void {
    const painted = stroke(points, this.#size.radius, this.#bench.host.image)
    this.#mask = this.#takesAway ? this.#mask!.difference(painted) : this.#mask!.union(painted)
    this.#last = points.at(-1)!
    this.#bench.show({ ...this.#before!, mask: this.#mask })
  }

  #end(): void {
    this.#bench.change(this.#takesAway ? 'Eraser' : 'Brush', { ...this.#before!, mask: this.#mask })
    this.#before = null
  }

  #stop(): void {
    if (this.#before) this.#bench.hide()
    this.#before = null
  }
}
