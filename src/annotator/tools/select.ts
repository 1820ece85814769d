import type { ObjectRecord } from '../../document/index.ts'
import type { Box, Point } from '../../image/index.ts'
import { boxBetween, isNearOutline, pixelAt } from './prompt-editing.ts'
import { Prompter } from './prompter.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { extentOfObject, maskOf } from './work.ts'
import type { Workbench } from './workbench.ts'

/** How near to a thin object is on it, in pixels of the screen. */
const reach = 3

/** A press that moves less is a click, in pixels of the screen. */
const clickReach = 4

/** Selects objects, and drags the points of the one that is selected. Shift adds and takes away; a drag selects all inside. */
export class SelectTool implements Tool {
  readonly #bench: Workbench
  readonly #prompter: Prompter
  #from: Point | null = null
  #at: Point | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
    this.#prompter = new Prompter(bench)
  }

  pointer(input: PointerInput): void {
    const { host } = this.#bench
    this.#at = input.point
    if (this.#prompter.handle(input)) return
    if (input.type === 'cancel') this.#from = null
    if (input.type === 'down' && input.button === 'left') this.#from = input.point
    if (input.type === 'up' && this.#from) {
      const from = this.#from
      this.#from = null
      if (Math.hypot(input.point.x - from.x, input.point.y - from.y) * host.scale > clickReach)
        this.#take(inside(objectsAbove(host.objects), boxBetween(from, input.point)), input.shift)
      else this.#click(input)
    }
    host.hover(this.#from ? null : (objectsAt(this.#bench, input.point)[0] ?? null))
    host.changed()
  }

  view(): ToolView {
    const cursor = this.#at ? this.#prompter.cursorAt(this.#at) : undefined
    return {
      ...(this.#from && this.#at && { box: boxBetween(this.#from, this.#at) }),
      cursor: cursor ?? 'default',
      aims: this.#prompter.dragging,
    }
  }

  /** A further click at the same place goes to what lies below. */
  #click({ point, shift }: PointerInput): void {
    const { host } = this.#bench
    this.#bench.accept()
    const here = objectsAt(this.#bench, point)
    const selected = here.indexOf(host.selection[0] ?? '')
    const next = here[(selected + 1) % here.length]
    if (shift) this.#take(next ? [next] : [], true)
    else host.select(next ? [next] : [])
  }

  #take(ids: readonly string[], shift: boolean): void {
    const { host } = this.#bench
    const before = new Set(host.selection)
    if (!shift) host.select(ids)
    else host.select([...[...before].filter(id => !ids.includes(id)), ...ids.filter(id => !before.has(id))])
  }
}

/** The objects under a place, topmost first. */
export function objectsAt({ host }: Workbench, point: Point): string[] {
  const around = reach / host.scale
  return objectsAbove(host.objects)
    .filter(object => {
      const mask = maskOf(object)
      const box = extentOfObject(object)
      if (!box || point.x < box.x0 - around || point.x > box.x1 + around) return false
      if (point.y < box.y0 - around || point.y > box.y1 + around) return false
      return !mask || mask.has(pixelAt(point)) || isNearOutline(mask, point, around)
    })
    .map(({ id }) => id)
}

function objectsAbove(objects: Readonly<Record<string, ObjectRecord>>): ObjectRecord[] {
  return Object.values(objects)
    .filter(({ hidden }) => !hidden)
    .sort((a, b) => b.z - a.z)
}

function inside(objects: readonly ObjectRecord[], { x0, y0, x1, y1 }: Box): string[] {
  return objects
    .filter(object => {
      const box = extentOfObject(object)
      return box && box.x0 >= x0 && box.y0 >= y0 && box.x1 <= x1 && box.y1 <= y1
    })
    .map(({ id }) => id)
}
