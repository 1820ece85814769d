import { type Command, newObject } from '../../document/index.ts'
import type { Point } from '../../image/index.ts'
import { split } from '../../mask/index.ts'
import type { PointerInput, Tool, ToolView } from './tool.ts'
import { fields, nothing } from './work.ts'
import type { Workbench } from './workbench.ts'

/** How far apart the points of a line drawn by hand are, in pixels of the screen. */
const spacing = 2
/** A press that moves less is a click, in pixels of the screen. */
const clickReach = 4

/** Cuts the object at hand along a line, which is drawn by dragging, or by clicks and Enter or a double click. */
export class SplitTool implements Tool {
  readonly #bench: Workbench
  #line: Point[] = []
  #pressed: Point | null = null
  #at: Point | null = null

  constructor(bench: Workbench) {
    this.#bench = bench
  }

  pointer({ type, point, button, clicks }: PointerInput): void {
    this.#at = point
    const { scale } = this.#bench.host
    const apart = (from: Point) => Math.hypot(point.x - from.x, point.y - from.y) * scale
    if (type === 'down' && button === 'right') this.back()
    else if (type === 'down' && clicks === 2 && this.#line.length > 1) this.finish()
    else if (type === 'down') {
      this.#line.push(point)
      this.#pressed = point
    } else if (type === 'move' && this.#pressed) {
      if (apart(this.#line.at(-1)!) >= spacing) this.#line.push(point)
    } else if (type === 'up' && this.#pressed) {
      const isDrag = apart(this.#pressed) > clickReach
      this.#pressed = null
      if (isDrag) this.finish()
    } else if (type === 'cancel') this.leave()
    this.#bench.host.changed()
  }

  back(): boolean {
    const had = this.#line.length > 0
    this.#line.pop()
    this.#bench.host.changed()
    return had
  }

  finish(): boolean {
    if (this.#line.length === 0) return false
    const line = this.#line
    this.leave()
    this.#cut(line)
    return true
  }

  leave(): void {
    this.#line = []
    this.#pressed = null
    this.#bench.host.changed()
  }

  view(): ToolView {
    const points = this.#at && this.#line.length > 0 ? [...this.#line, this.#at] : this.#line
    return {
      ...(points.length > 0 && { path: { points, closes: false, vertices: false } }),
      ...(points.length === 0 && { hint: 'a line across the object' }),
      cursor: 'crosshair',
    }
  }

  #cut(line: readonly Point[]): void {
    const { host } = this.#bench
    this.#bench.accept()
    const [id] = host.selection
    const { target } = this.#bench
    const object = id === undefined ? undefined : host.objects[id]
    if (!target?.work.mask || !object) {
      host.notice('Select the object to split.')
      return
    }
    const [first, ...others] = split(target.work.mask, line)
    if (others.length === 0) {
      host.notice('The line has to lead from one side of the object to the other.')
      return
    }
    const top = Object.values(host.objects).reduce((highest, { z }) => Math.max(highest, z), 0)
    const place = { image: host.image.id, class: object.class }
    const label = `Split ${host.nameOf(object.class)}`
    const patch = fields({ ...target.work, mask: first! })
    const pieces = others.map((mask, k) =>
      newObject({ ...place, z: top + 1 + k, ...fields({ ...nothing, mask }) }),
    )
    const commands: Command[] = [
      { type: 'changeObjects', label, changes: [{ id: object.id, patch }] },
      { type: 'addObjects', label, objects: pieces },
    ]
    host.commit({ type: 'sequence', label, commands })
    host.select([object.id, ...pieces.map(piece => piece.id)])
  }
}
