import type { Box, Size } from '../../image/index.ts'
import type { Viewport } from './viewport.ts'

/** Side of a tile, in pixels of the screen. */
export const tileSize = 128

/** While the scale changes more often than this, what was drawn before is stretched. In milliseconds. */
const settling = 90
/** A picture stretched by more than this is too coarse to stand in. */
const furthestStretch = 3

/** A square of the enlarged photo; x and y are its corner in pixels of the screen from the photo's. */
export type TilePlace = { readonly x: number; readonly y: number; readonly scale: number }

/** Draws a tile; false when nothing is there. The canvas is empty, tileSize wide and high. */
type PaintTile = (context: OffscreenCanvasRenderingContext2D, place: TilePlace) => boolean

/** What a frame may spend on new tiles, shared by its layers: until the deadline, but one tile in any case. */
export type Budget = {
  /** As performance.now() counts. */
  readonly deadline: number
  made: number
}

type Tile = { picture: ImageBitmap | null; stale: boolean }
/** A picture of another scale, and the part of it where something is: from x and y on, so wide and so high. */
type StandIn = {
  readonly canvas: OffscreenCanvas
  readonly view: Viewport
  readonly part: DOMRectReadOnly | null
}

/**
 * Something drawn over the photo in tiles, which are kept while the photo is moved. When the scale changes, the last
 * complete picture stands in, stretched, until tiles of the new scale are there; they are made as time allows.
 */
export class TileLayer {
  readonly #paint: PaintTile
  readonly #smooth: boolean
  readonly #tiles = new Map<string, Tile>()
  readonly #workshop = new OffscreenCanvas(tileSize, tileSize)
  #scale = 0
  #scaleChanged = 0
  #standIn: StandIn | null = null
  /** Where the layer was last drawn as a whole, all of it exact. */
  #complete: Viewport | null = null

  /** @param smooth  whether the stand-in is smoothed when it is stretched */
  constructor(paint: PaintTile, smooth = true) {
    this.#paint = paint
    this.#smooth = smooth
  }

  /** Makes everything that shows pixels of a box of the photo anew, or all of it. What is there stays until then. */
  invalidate(box?: Box): void {
    if (!box) {
      for (const tile of this.#tiles.values()) tile.stale = true
      return
    }
    // A few pixels more, for outlines that reach over.
    const reach = 4
    const first = (at: number) => Math.floor((at * this.#scale - reach) / tileSize)
    const last = (at: number) => Math.floor(((at + 1) * this.#scale + reach) / tileSize)
    for (let row = first(box.y0); row <= last(box.y1); row++)
      for (let column = first(box.x0); column <= last(box.x1); column++) {
        const tile = this.#tiles.get(`${column} ${row}`)
        if (tile) tile.stale = true
      }
  }

  /** Forgets everything, as for another photo. */
  clear(): void {
    for (const tile of this.#tiles.values()) tile.picture?.close()
    this.#tiles.clear()
    this.#standIn = null
    this.#complete = null
  }

  /**
   * Draws the layer.
   *
   * @returns whether all of it is exact; otherwise it is to be drawn again
   */
  draw(context: CanvasRenderingContext2D, view: Viewport, photo: Size, budget: Budget): boolean {
    if (view.scale !== this.#scale) this.#changeScale(view.scale)
    const shown = shownTiles(view, photo)
    let exact = true
    const isSettling = this.#standIn !== null && performance.now() - this.#scaleChanged < settling
    for (const { column, row } of shown) {
      const tile = this.#tiles.get(`${column} ${row}`)
      if (tile && !tile.stale) continue
      const canWait = !tile && isSettling && this.#covers(view, column, row)
      if (canWait || (budget.made > 0 && performance.now() >= budget.deadline)) {
        exact = false
        continue
      }
      this.#make(column, row)
      budget.made++
    }
    this.#compose(context, view, shown)
    if (exact) {
      this.#complete = view
      this.#standIn = null
    }
    this.#prune(shown.length)
    return exact
  }

  #changeScale(scale: number): void {
    if (this.#complete) this.#standIn = this.#pictureOf(this.#complete)
    for (const tile of this.#tiles.values()) tile.picture?.close()
    this.#tiles.clear()
    this.#complete = null
    this.#scale = scale
    this.#scaleChanged = performance.now()
  }

  #pictureOf(view: Viewport): StandIn {
    const canvas = new OffscreenCanvas(view.width, view.height)
    const context = canvas.getContext('2d')!
    let [x0, y0, x1, y1] = [view.width, view.height, 0, 0]
    for (const [key, { picture }] of this.#tiles) {
      if (!picture) continue
      const [column, row] = key.split(' ').map(Number) as [number, number]
      const [x, y] = [view.left + column * tileSize, view.top + row * tileSize]
      context.drawImage(picture, x, y)
      x0 = Math.min(x0, Math.max(x, 0))
      y0 = Math.min(y0, Math.max(y, 0))
      x1 = Math.max(x1, Math.min(x + tileSize, view.width))
      y1 = Math.max(y1, Math.min(y + tileSize, view.height))
    }
    return { canvas, view, part: x1 > x0 && y1 > y0 ? new DOMRect(x0, y0, x1 - x0, y1 - y0) : null }
  }

  #make(column: number, row: number): void {
    const context = this.#workshop.getContext('2d')!
    context.reset()
    const place = { x: column * tileSize, y: row * tileSize, scale: this.#scale }
    const isThere = this.#paint(context, place)
    this.#tiles.get(`${column} ${row}`)?.picture?.close()
    const picture = isThere ? this.#workshop.transferToImageBitmap() : null
    this.#tiles.set(`${column} ${row}`, { picture, stale: false })
  }

  #compose(context: CanvasRenderingContext2D, view: Viewport, shown: readonly Shown[]): void {
    const missing = shown.filter(({ column, row }) => !this.#tiles.has(`${column} ${row}`))
    if (this.#standIn?.part && missing.length > 0) {
      context.imageSmoothingEnabled = this.#smooth
      context.save()
      if (missing.length < shown.length) {
        context.beginPath()
        for (const { x, y } of missing) context.rect(x, y, tileSize, tileSize)
        context.clip()
      }
      const { canvas, view: before, part } = this.#standIn
      const stretch = view.scale / before.scale
      context.drawImage(
        canvas,
        part.x,
        part.y,
        part.width,
        part.height,
        view.left + (part.x - before.left) * stretch,
        view.top + (part.y - before.top) * stretch,
        part.width * stretch,
        part.height * stretch,
      )
      context.restore()
    }
    for (const { column, row, x, y } of shown) {
      const picture = this.#tiles.get(`${column} ${row}`)?.picture
      if (picture) context.drawImage(picture, x, y)
    }
  }

  /** Whether the stand-in shows all of a tile, and not too coarsely. */
  #covers(view: Viewport, column: number, row: number): boolean {
    const { view: before } = this.#standIn!
    const stretch = view.scale / before.scale
    if (stretch > furthestStretch || stretch < 1 / furthestStretch) return false
    const x = (column * tileSize) / stretch + before.left
    const y = (row * tileSize) / stretch + before.top
    const side = tileSize / stretch
    // What lies beyond the canvas now need not be covered.
    const right = Math.min(x + side, before.left + (view.width - view.left) / stretch)
    const bottom = Math.min(y + side, before.top + (view.height - view.top) / stretch)
    return (
      Math.max(x, before.left - view.left / stretch) >= -1 &&
      Math.max(y, before.top - view.top / stretch) >= -1 &&
      right <= before.width + 1 &&
      bottom <= before.height + 1
    )
  }

  #prune(shown: number): void {
    const most = 3 * shown + 16
    // The oldest come first.
    for (const [key, tile] of this.#tiles) {
      if (this.#tiles.size <= most) return
      tile.picture?.close()
      this.#tiles.delete(key)
    }
  }
}

type Shown = { readonly column: number; readonly row: number; readonly x: number; readonly y: number }

/** The tiles that the canvas shows, the middle ones first, and their places on it. */
function shownTiles({ scale, left, top, width, height }: Viewport, photo: Size): Shown[] {
  const first = (start: number) => Math.floor(Math.max(0, -start) / tileSize)
  const end = (start: number, canvas: number, length: number) =>
    Math.ceil(Math.min(canvas - start, length * scale) / tileSize)
  const shown: Shown[] = []
  for (let row = first(top); row < end(top, height, photo.height); row++)
    for (let column = first(left); column < end(left, width, photo.width); column++)
      shown.push({ column, row, x: left + column * tileSize, y: top + row * tileSize })
  const away = ({ x, y }: Shown) => Math.hypot(x + tileSize / 2 - width / 2, y + tileSize / 2 - height / 2)
  return shown.sort((a, b) => away(a) - away(b))
}
