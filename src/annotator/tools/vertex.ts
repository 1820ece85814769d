import type { Point } from '../../image/index.ts'
import type { Mask } from '../../mask/index.ts'
import {
  insertVertex,
  maskInside,
  moveVertex,
  outlineNear,
  removeVertex,
  type VertexOutline,
  type VertexPlace,
  vertexNear,
  vertexOutline,
  verticesOf,
} from '../editing/vertex-outline.ts'
import { objectsAt } from './select.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import type { Work } from './work.ts'
import type { Workbench } from './workbench.ts'

/** How near the pointer has to come to a vertex, and to the line between two, in pixels of the screen. */
const vertexReach = 8
const lineReach = 6

/**
 * How far an outline may be from the lines between its vertices while the object has no detail of its own: a share of
 * the object's longer side, within bounds in pixels of the photo.
 */
const toleranceShare = 0.004
const tolerances = { least: 1, most: 8 } as const

/** Drags the vertices of an outline. Elsewhere than on the outline, a click selects. */
export class VertexTool implements Tool {
  readonly #bench: Workbench
  /** Outlines of masks, so that vertices stay where they were put, with the detail that they were made for. */
  readonly #outlines = new WeakMap<Mask, { readonly detail: number; readonly outline: VertexOutline }>()
  #at: Point | null = null
  #drag: {
    readonly before: Work
    readonly from: VertexOutline
    readonly place: VertexPlace
    readonly grip: Point
    moved: VertexOutline | null
  } | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  pointer(input: PointerInput): void {
    this.#at = input.point
    const { host } = this.#bench
    if (this.#drag) this.#pull(input)
    else if (input.type === 'down') this.#down(input)
    if (!this.#drag)
      host.hover(this.#isNear(input.point) ? null : (objectsAt(this.#bench, input.point)[0] ?? null))
    host.changed()
  }

  back(): boolean {
    const had = this.#drag !== null
    this.leave()
    return had
  }

  leave(): void {
    if (this.#drag) this.#bench.hide()
    this.#drag = null
  }

  takesFinger(point: Point): boolean {
    return this.#isNear(point)
  }

  view(): ToolView {
    const outline = this.#drag ? (this.#drag.moved ?? this.#drag.from) : this.#outline
    if (!outline) return { cursor: 'default', vertices: { points: [] }, hint: 'click an object' }
    const near = this.#drag ? pointAt(outline, this.#drag.place) : this.#near(outline)
    return {
      vertices: { points: verticesOf(outline), ...(near && { near }) },
      cursor: this.#drag ? 'grab' : near ? 'pointer' : 'default',
      aims: this.#drag !== null,
    }
  }

  get #outline(): VertexOutline | undefined {
    const mask = this.#bench.target?.work.mask
    if (!mask?.box) return undefined
    const detail = this.#detail
    let made = this.#outlines.get(mask)
    if (made?.detail !== detail) {
      const { x0, y0, x1, y1 } = mask.box
      const share = toleranceShare * (Math.max(x1 - x0, y1 - y0) + 1)
      const tolerance = detail || Math.min(Math.max(share, tolerances.least), tolerances.most)
      made = { detail, outline: vertexOutline(mask, tolerance) }
      this.#outlines.set(mask, made)
    }
    return made.outline
  }

  get #detail(): number {
    const { host, target } = this.#bench
    return host.objects[target?.id ?? '']?.detail ?? 0
  }

  #near(outline: VertexOutline): Point | undefined {
    if (!this.#at) return undefined
    const { scale } = this.#bench.host
    const place = vertexNear(outline, this.#at, vertexReach / scale)
    return place ? pointAt(outline, place) : outlineNear(outline, this.#at, lineReach / scale)?.point
  }

  #isNear(point: Point): boolean {
    const outline = this.#outline
    return (
      outline !== undefined && outlineNear(outline, point, vertexReach / this.#bench.host.scale) !== undefined
    )
  }

  #down({ point, button, alt }: PointerInput): void {
    const { target, host } = this.#bench
    const outline = this.#outline
    if (!target || !outline) {
      this.#select(point)
      return
    }
    const place = vertexNear(outline, point, vertexReach / host.scale)
    const onLine = place ? undefined : outlineNear(outline, point, lineReach / host.scale)
    if (button === 'right' || alt) {
      if (place) this.#remove(outline, place, target.work)
    } else if (place) this.#grab(outline, place, target.work, point)
    else if (onLine) this.#grab(...insertVertex(outline, onLine), target.work, point)
    else this.#select(point)
  }

  #select(point: Point): void {
    const { host } = this.#bench
    this.#bench.accept()
    const [id] = objectsAt(this.#bench, point)
    host.select(id === undefined ? [] : [id])
    if (id !== undefined && host.objects[id]!.locked)
      host.notice('The object is locked. Unlock it to move its vertices.')
  }

  #grab(from: VertexOutline, place: VertexPlace, before: Work, at: Point): void {
    const { x, y } = pointAt(from, place)
    this.#drag = { before, from, place, grip: { x: x - at.x, y: y - at.y }, moved: null }
  }

  #pull({ type, point }: PointerInput): void {
    const drag = this.#drag!
    const { before, from, place, grip } = drag
    if (type === 'move') {
      drag.moved = moveVertex(from, place, { x: point.x + grip.x, y: point.y + grip.y })
      this.#bench.show({ ...before, mask: maskInside(drag.moved, this.#bench.host.image) })
      return
    }
    this.#drag = null
    if (type === 'up' && drag.moved) this.#change('Move a vertex', drag.moved, before)
    else if (type === 'up') this.#keep(before.mask!, from)
    else this.#bench.hide()
  }

  #remove(outline: VertexOutline, place: VertexPlace, work: Work): void {
    const less = removeVertex(outline, place)
    if (less) this.#change('Remove a vertex', less, work)
    else this.#bench.host.notice('An outline has three vertices at least.')
  }

  #change(verb: string, outline: VertexOutline, work: Work): void {
    const mask = maskInside(outline, this.#bench.host.image)
    this.#keep(mask, outline)
    this.#bench.change(verb, { ...work, mask })
  }

  #keep(mask: Mask, outline: VertexOutline): void {
    this.#outlines.set(mask, { detail: this.#detail, outline })
  }
}

function pointAt(outline: VertexOutline, { ring, vertex }: VertexPlace): Point {
  const { x, y } = outline[ring]!.vertices[vertex]!
  return { x: x - 0.5, y: y - 0.5 }
}
