import type { Point } from '../../image/index.ts'
import { Mask } from '../../mask/index.ts'
import type { Draft } from './draft.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { nothing } from './work.ts'
import type { Workbench } from './workbench.ts'

/** How near to its first vertex a line closes, in pixels of the screen. */
const closingReach = 8
/** How far apart the vertices of a line drawn by hand are, in pixels of the screen. */
const spacing = 2

/**
 * A closed line, drawn by clicks, by dragging, or both in turn, and what lies inside. It becomes an object, is added to
 * the object at hand, or cut out of it.
 *
 * A line of clicks closes at its first vertex, with a double click, or by Enter; one that was begun by dragging
 * closes when the pointer is let go.
 */
export class RegionTool implements Tool {
  readonly #bench: Workbench
  readonly #purpose: 'new' | 'add' | 'subtract'
  readonly #freehand: boolean
  #vertices: Point[] = []
  /** Vertices before each click or drag, for steps back. */
  #steps: number[] = []
  #at: Point | null = null
  #modifier: 'add' | 'subtract' | null = null
  #pressed: Point | null = null

  /** @param freehand  whether letting go closes a line that was dragged */
  constructor(bench: Workbench, purpose: 'new' | 'add' | 'subtract', freehand: boolean) {
    this.#bench = bench
    this.#purpose = purpose
    this.#freehand = freehand
  }

  pointer(input: PointerInput): void {
    this.#at = input.point
    if (input.type === 'down') this.#down(input)
    else if (input.type === 'move' && this.#pressed) this.#drag(input.point)
    else if (input.type === 'up' && this.#pressed) this.#up()
    else if (input.type === 'cancel') this.leave()
    this.#bench.host.changed()
  }

  back(): boolean {
    const before = this.#steps.pop()
    if (before === undefined) return false
    this.#vertices = this.#vertices.slice(0, before)
    this.#bench.host.changed()
    return true
  }

  finish(): boolean {
    if (this.#vertices.length === 0) return false
    this.#close()
    return true
  }

  leave(): void {
    this.#vertices = []
    this.#steps = []
    this.#pressed = null
    this.#bench.host.changed()
  }

  view(): ToolView {
    const points =
      this.#at && this.#vertices.length > 0 && !this.#pressed ? [...this.#vertices, this.#at] : this.#vertices
    return {
      ...(points.length > 0 && { path: { points, closes: true, vertices: !this.#freehand } }),
      cursor: 'crosshair',
      ...(this.#vertices.length === 0 && { hint: hints[this.#purpose] }),
    }
  }

  #down({ point, button, shift, alt, clicks }: PointerInput): void {
    if (button === 'right') {
      this.back()
      return
    }
    const [first] = this.#vertices
    const { scale } = this.#bench.host
    const isAtFirst = first && Math.hypot(point.x - first.x, point.y - first.y) * scale <= closingReach
    if (this.#vertices.length >= 3 && (isAtFirst || clicks === 2)) {
      this.#close()
      return
    }
    if (!first) this.#modifier = shift ? 'add' : alt ? 'subtract' : null
    this.#steps.push(this.#vertices.length)
    this.#vertices.push(point)
    this.#pressed = point
  }

  #drag(point: Point): void {
    const last = this.#vertices.at(-1)!
    if (Math.hypot(point.x - last.x, point.y - last.y) * this.#bench.host.scale >= spacing)
      this.#vertices.push(point)
  }

  #up(): void {
    const start = this.#steps.at(-1)!
    this.#pressed = null
    if (this.#freehand && this.#vertices.length - start > 3) this.#close()
  }

  #close(): void {
    const ring = this.#vertices.flatMap(({ x, y }) => [x + 0.5, y + 0.5])
    this.leave()
    const { host } = this.#bench
    const region = Mask.fromPolygons([ring], host.image)
    if (region.area === 0) return
    const { target } = this.#bench
    const purpose = this.#modifier ?? this.#purpose
    if (purpose === 'new') this.#addObject(region)
    else if (!target) host.notice(`Select an object to ${purpose === 'add' ? 'add to' : 'cut from'}.`)
    else {
      const before = target.work.mask ?? Mask.empty(host.image)
      const mask = purpose === 'add' ? before.union(region) : before.difference(region)
      this.#bench.change(purpose === 'add' ? 'Add a part' : 'Cut out', { ...target.work, mask })
    }
  }

  #addObject(mask: Mask): void {
    const draft: Draft = this.#bench.begin()
    this.#bench.change('Draw', { ...nothing, mask })
    this.#bench.accept()
    this.#bench.host.select([draft.id])
  }
}

const hints = {
  new: 'click or drag around the object · Enter closes',
  add: 'click or drag around the part · Enter closes',
  subtract: 'click or drag around the hole · Enter closes',
}
