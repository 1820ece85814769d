import type { PromptRecord } from '../../document/index.ts'
import type { Box, Point } from '../../image/index.ts'
import type { Mask } from '../../mask/index.ts'
import type { Handle, PointerInput } from './tool.ts'
import { isComplete, type Work } from './work.ts'
import type { Target, Workbench } from './workbench.ts'

// What can be done to the prompt of the object at hand, whichever tool is: its points can be dragged, further ones
// set on the outline, and corrections inside and outside.

/** How near the pointer has to come, in pixels of the screen; points of a small object lie close to each other. */
const handleReach = 10
const handleReachWhilePlacing = 5
const outlineReach = 6
/** How far around the clicks a correction may lie, as a share of the object's longer side and in pixels of the screen. */
const correctionShare = 0.12
const correctionReach = 16

/** The points of a prompt, each as something that can be dragged. */
export function handlesOf({ points, box, include, exclude }: PromptRecord): Handle[] {
  const list = (kind: Handle['kind'], places: readonly Point[], from = 0) =>
    places.map((point, k): Handle => ({ kind, index: from + k, point }))
  const corners = box
    ? [
        { x: box.x0, y: box.y0 },
        { x: box.x1, y: box.y0 },
        { x: box.x1, y: box.y1 },
        { x: box.x0, y: box.y1 },
      ]
    : []
  return [
    ...list('corner', corners),
    ...list('extreme', points.slice(0, 4)),
    ...list('boundary', points.slice(4), 4),
    ...list('include', include),
    ...list('exclude', exclude),
  ]
}

/** The handle under the pointer, the newest of several. */
export function handleAt(prompt: PromptRecord, point: Point, scale: number): Handle | undefined {
  const away = ({ point: place }: Handle) => Math.hypot(place.x - point.x, place.y - point.y) * scale
  const reach = isComplete(prompt) ? handleReach : handleReachWhilePlacing
  return handlesOf(prompt).findLast(handle => away(handle) <= reach)
}

/** The prompt with one of its points elsewhere. A corner takes its sides along. */
function moved(prompt: PromptRecord, { kind, index }: Handle, to: Point): PromptRecord {
  if (kind === 'corner') {
    const { x0, y0, x1, y1 } = prompt.box!
    const fixed = [
      { x: x1, y: y1 },
      { x: x0, y: y1 },
      { x: x0, y: y0 },
      { x: x1, y: y0 },
    ][index]!
    return { ...prompt, box: boxBetween(fixed, to) }
  }
  const list = kind === 'include' || kind === 'exclude' ? kind : 'points'
  return { ...prompt, [list]: prompt[list].with(index, to) }
}

/** The smallest box with two corners inside. */
export const boxBetween = (a: Point, b: Point): Box => ({
  x0: Math.min(a.x, b.x),
  y0: Math.min(a.y, b.y),
  x1: Math.max(a.x, b.x),
  y1: Math.max(a.y, b.y),
})

/** The smallest box with two boxes inside. */
export const hull = (a: Box, b: Box): Box => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
})

/** The smallest box with the mask and all clicks inside; undefined when there are neither. */
export function extentOf({ prompt, mask }: Pick<Work, 'prompt' | 'mask'>): Box | undefined {
  const boxes = handlesOf(prompt).map(({ point }) => boxBetween(point, point))
  if (mask?.box) boxes.push(mask.box)
  return boxes.length > 0 ? boxes.reduce(hull) : undefined
}

/** Whether some pixels within a radius are inside and others are not. */
export function isNearOutline(mask: Mask, { x, y }: Point, radius: number): boolean {
  const places = [{ x, y }]
  for (let k = 0; k < 16; k++)
    for (const share of [0.5, 1])
      places.push({
        x: x + share * radius * Math.cos((k * Math.PI) / 8),
        y: y + share * radius * Math.sin((k * Math.PI) / 8),
      })
  const inside = places.filter(place => mask.has(pixelAt(place))).length
  return inside > 0 && inside < places.length
}

/** The pixel under a place. */
export const pixelAt = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) })

/** What a click on the object at hand is for; undefined when it lies too far away to be about it. */
type Correction = 'boundary' | 'include' | 'exclude'

export function correctionAt(
  { work }: Target,
  { point, button, alt }: Pick<PointerInput, 'point' | 'button' | 'alt'>,
  scale: number,
): Correction | undefined {
  const { prompt, mask } = work
  const removes = button === 'right' || alt
  const box = extentOf(work)
  if (!box) return undefined
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0) + 1
  const border = Math.max(correctionShare * longer, correctionReach / scale)
  const { x, y } = point
  if (x < box.x0 - border || y < box.y0 - border || x > box.x1 + border || y > box.y1 + border)
    return undefined
  if (removes) return 'exclude'
  // With a box alone, a point on the outline would be the first of four.
  const takesPoints = prompt.points.length >= 4
  return mask && takesPoints && isNearOutline(mask, point, outlineReach / scale) ? 'boundary' : 'include'
}

/** The prompt with a correction, and what the history says of it. */
export function corrected(
  prompt: PromptRecord,
  correction: Correction,
  point: Point,
): [string, PromptRecord] {
  const pixel = pixelAt(point)
  switch (correction) {
    case 'boundary':
      return ['Point on the outline', { ...prompt, points: [...prompt.points, pixel] }]
    case 'include':
      return ['Include', { ...prompt, include: [...prompt.include, pixel] }]
    case 'exclude':
      return ['Exclude', { ...prompt, exclude: [...prompt.exclude, pixel] }]
  }
}

/**
 * Drags a handle of the object at hand for as long as the pointer is down. A handle that was added by the press is
 * there also when it is not dragged.
 */
export class HandleDrag {
  readonly #bench: Workbench
  /** For the history, when the press added the handle. */
  readonly #added: string | undefined
  readonly #before: PromptRecord
  readonly #grip: Point
  #handle: Handle
  #prompt: PromptRecord

  /**
   * @param prompt  with the handle
   * @param at      where the press was
   * @param added   what the history says of the handle that the press added
   */
  constructor(bench: Workbench, prompt: PromptRecord, handle: Handle, at: Point, added?: string) {
    this.#bench = bench
    this.#added = added
    this.#before = prompt
    this.#prompt = prompt
    this.#handle = handle
    this.#grip = { x: handle.point.x - at.x, y: handle.point.y - at.y }
  }

  get handle(): Handle {
    return this.#handle
  }

  move({ point }: PointerInput): void {
    const { width, height } = this.#bench.host.image
    const to = {
      x: Math.min(Math.max(Math.round(point.x + this.#grip.x), 0), width - 1),
      y: Math.min(Math.max(Math.round(point.y + this.#grip.y), 0), height - 1),
    }
    if (to.x === this.#handle.point.x && to.y === this.#handle.point.y) return
    this.#prompt = moved(this.#before, this.#handle, to)
    this.#handle = { ...this.#handle, point: to }
    this.#bench.drag(this.#prompt)
  }

  /**
   * One step for the whole way; none when a point that was there before is where it was.
   *
   * @returns whether there was a step
   */
  end(): boolean {
    const isStill = this.#added === undefined && this.#prompt === this.#before
    if (isStill) this.#bench.hide()
    else this.#bench.prompt(this.#added ?? 'Move a point', this.#prompt)
    return !isStill
  }

  cancel(): void {
    this.#bench.hide()
  }
}
