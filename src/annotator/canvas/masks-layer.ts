import type { Box, Size } from '../../image/index.ts'
import type { Mask } from '../../mask/index.ts'
import { columnRuns } from './column-runs.ts'
import { MaskPainter, type MaskStyle } from './mask-painter.ts'
import { type Budget, TileLayer, type TilePlace, tileSize } from './tile-layer.ts'
import type { Viewport } from './viewport.ts'

/** A mask as it is to be drawn. Equal styles are the same object, or at least have the same `key`. */
export type ShownMask = {
  readonly id: string
  readonly mask: Mask
  readonly style: MaskStyle & { readonly key: string }
}

/** The widest line around a mask, in pixels of the screen. */
const widestLine = 6

/** Masks over the photo, the first at the bottom. Only what changed is drawn anew. */
export class MasksLayer {
  readonly #painter = new MaskPainter(tileSize, widestLine)
  readonly #pixels = new ImageData(tileSize, tileSize)
  readonly #tiles: TileLayer
  #shown: readonly ShownMask[] = []

  constructor() {
    this.#tiles = new TileLayer((context, place) => this.#paint(context, place), false)
  }

  show(masks: readonly ShownMask[]): void {
    for (const box of changedBoxes(this.#shown, masks)) this.#tiles.invalidate(box)
    this.#shown = masks
  }

  clear(): void {
    this.#shown = []
    this.#tiles.clear()
  }

  /** As TileLayer.draw. */
  draw(context: CanvasRenderingContext2D, view: Viewport, photo: Size, budget: Budget): boolean {
    return this.#tiles.draw(context, view, photo, budget)
  }

  #paint(context: OffscreenCanvasRenderingContext2D, { x, y, scale }: TilePlace): boolean {
    const pixels = this.#pixels.data
    let isEmpty = true
    const end = (corner: number) => (corner + tileSize + widestLine) / scale
    const start = (corner: number) => (corner - widestLine) / scale - 1
    for (const { mask, style } of this.#shown) {
      const { box } = mask
      if (!box || box.x1 < start(x) || box.x0 > end(x) || box.y1 < start(y) || box.y0 > end(y)) continue
      if (isEmpty) pixels.fill(0)
      isEmpty = false
      this.#painter.paint(pixels, x, y, scale, columnRuns(mask)!, style)
    }
    if (!isEmpty) context.putImageData(this.#pixels, 0, 0)
    return !isEmpty
  }
}

/** Where two lists of masks look different. A change of order counts for all from there on that are not the same. */
function* changedBoxes(before: readonly ShownMask[], after: readonly ShownMask[]): Generator<Box> {
  const beforeById = new Map(before.map(shown => [shown.id, shown]))
  const kept = new Set<string>()
  for (const shown of after) {
    const old = beforeById.get(shown.id)
    if (!old) {
      if (shown.mask.box) yield shown.mask.box
      continue
    }
    kept.add(shown.id)
    if (old.style.key !== shown.style.key) {
      if (old.mask.box) yield old.mask.box
      if (shown.mask.box) yield shown.mask.box
    } else if (old.mask !== shown.mask) {
      const { box } = old.mask.exclusive(shown.mask)
      if (box) yield box
    }
  }
  for (const { id, mask } of before) if (!kept.has(id) && mask.box) yield mask.box
  const order = before.filter(({ id }) => kept.has(id))
  const newOrder = after.filter(({ id }) => kept.has(id))
  for (const [k, { id, mask }] of newOrder.entries()) if (order[k]!.id !== id && mask.box) yield mask.box
}
