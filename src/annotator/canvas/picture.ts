import type { Box, Size } from '../../image/index.ts'
import { MasksLayer, type ShownMask } from './masks-layer.ts'
import { drawOverlay, magnifyPhoto, type OverlayState } from './overlay.ts'
import type { PhotoLevels } from './photo-levels.ts'
import { type Budget, TileLayer } from './tile-layer.ts'
import { toScreen, type Viewport, visibleBox } from './viewport.ts'

type ShownBox = { readonly box: Box; readonly colour: string; readonly isSelected: boolean }

/**
 * Time for new tiles in one frame, in milliseconds, while the photo moves and while it stays: a frame has 16, drawing
 * what is there takes some, and a moving photo is to be drawn again in the next.
 */
const timeWhileMoving = 3
const timeAtRest = 5

/** From this many pixels of the page a pixel of the photo, lines lie between them. */
const gridFrom = 8

/** What lies over photo and masks: all of the overlay but what the picture itself knows. */
export type Overlay = Omit<OverlayState, 'view' | 'ratio' | 'magnified'> & { readonly magnifies: boolean }

/**
 * Draws photo, objects, the object that is worked on, and what lies over them, on two canvases one above the other.
 * Nothing is drawn but in the browser's next frame, and only the canvas that has changed.
 */
export class Picture {
  readonly #base: CanvasRenderingContext2D
  readonly #over: CanvasRenderingContext2D
  readonly #photoTiles = new TileLayer((context, place) => {
    this.#photo?.paint(context, place)
    return this.#photo !== null
  })
  readonly #objects = new MasksLayer()
  readonly #edited = new MasksLayer()
  #boxes: readonly ShownBox[] = []
  #photo: PhotoLevels | null = null
  #view: Viewport | null = null
  #ratio = 1
  #overlay: (() => Overlay) | null = null
  #isHidden = false
  #hasMoved = false
  #frame = 0
  #baseChanged = false
  #overChanged = false

  constructor(base: HTMLCanvasElement, over: HTMLCanvasElement) {
    this.#base = base.getContext('2d')!
    this.#over = over.getContext('2d')!
  }

  /** The canvases' size in pixels of the page, and how many pixels of the screen each has. */
  resize({ width, height }: Size, ratio: number): Size {
    this.#ratio = ratio
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) }
    for (const { canvas } of [this.#base, this.#over]) {
      canvas.width = size.width
      canvas.height = size.height
    }
    this.#change(true)
    return size
  }

  setPhoto(photo: PhotoLevels | null): void {
    this.#photo?.close()
    this.#photo = photo
    this.#photoTiles.clear()
    this.#change(true)
  }

  /** Forgets the masks of the photo before. */
  clearMasks(): void {
    this.#objects.clear()
    this.#edited.clear()
    this.#change(true)
  }

  setView(view: Viewport): void {
    this.#view = view
    this.#hasMoved = true
    this.#change(true)
  }

  /** Objects that are no more than a box yet. */
  setBoxes(boxes: readonly ShownBox[]): void {
    this.#boxes = boxes
    this.#change(true)
  }

  /** The finished objects, the lowest first, and the one that is worked on. */
  setMasks(objects: readonly ShownMask[], edited: ShownMask | null, isHidden: boolean): void {
    this.#objects.show(objects)
    this.#edited.show(edited ? [edited] : [])
    this.#isHidden = isHidden
    this.#change(true)
  }

  /** What lies over them, asked for when it is drawn. */
  setOverlay(overlay: () => Overlay): void {
    this.#overlay = overlay
    this.#change(false)
  }

  stop(): void {
    this.setPhoto(null)
    cancelAnimationFrame(this.#frame)
  }

  #change(base: boolean): void {
    if (base) this.#baseChanged = true
    this.#overChanged = true
    this.#frame ||= requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    this.#frame = 0
    const view = this.#view
    if (!view) return
    let isExact = true
    const time = this.#hasMoved ? timeWhileMoving : timeAtRest
    if (this.#baseChanged) isExact = this.#drawBase(view, { deadline: performance.now() + time, made: 0 })
    this.#hasMoved = false
    if (this.#overChanged && this.#overlay) {
      const { magnifies, ...overlay } = this.#overlay()
      const magnified = magnifies && this.#photo ? magnifyPhoto(this.#photo) : null
      drawOverlay(this.#over, { ...overlay, view, ratio: this.#ratio, magnified })
    }
    this.#overChanged = false
    this.#baseChanged = !isExact
    if (!isExact) this.#change(true)
  }

  #drawBase(view: Viewport, budget: Budget): boolean {
    const context = this.#base
    const photo = this.#photo
    context.reset()
    if (!photo) return true
    let isExact = this.#photoTiles.draw(context, view, photo, budget)
    if (!this.#isHidden) {
      isExact = this.#objects.draw(context, view, photo, budget) && isExact
      isExact = this.#edited.draw(context, view, photo, budget) && isExact
      for (const box of this.#boxes) drawBox(context, view, this.#ratio, box)
    }
    if (view.scale >= gridFrom * this.#ratio) drawGrid(context, view, photo)
    return isExact
  }
}

/** A line of dashes in the colour of the class on a dark one, around the pixels of the box. */
function drawBox(
  context: CanvasRenderingContext2D,
  view: Viewport,
  ratio: number,
  { box, colour, isSelected }: ShownBox,
): void {
  const from = toScreen(view, { x: box.x0 - 0.5, y: box.y0 - 0.5 })
  const to = toScreen(view, { x: box.x1 + 0.5, y: box.y1 + 0.5 })
  if (to.x < 0 || to.y < 0 || from.x > view.width || from.y > view.height) return
  context.beginPath()
  context.rect(from.x, from.y, to.x - from.x, to.y - from.y)
  context.strokeStyle = 'rgba(8, 10, 14, 0.6)'
  context.lineWidth = (isSelected ? 4 : 3) * ratio
  context.stroke()
  context.setLineDash([6 * ratio, 3 * ratio])
  context.strokeStyle = colour
  context.lineWidth = (isSelected ? 2.5 : 1.5) * ratio
  context.stroke()
  context.setLineDash([])
}

function drawGrid(context: CanvasRenderingContext2D, view: Viewport, photo: Size): void {
  const box = visibleBox(view, photo)
  if (!box) return
  const from = toScreen(view, { x: box.x0 - 0.5, y: box.y0 - 0.5 })
  const to = toScreen(view, { x: box.x1 + 0.5, y: box.y1 + 0.5 })
  context.beginPath()
  for (let x = box.x0; x <= box.x1 + 1; x++) {
    const place = Math.round(view.left + x * view.scale) + 0.5
    context.moveTo(place, from.y)
    context.lineTo(place, to.y)
  }
  for (let y = box.y0; y <= box.y1 + 1; y++) {
    const place = Math.round(view.top + y * view.scale) + 0.5
    context.moveTo(from.x, place)
    context.lineTo(to.x, place)
  }
  context.strokeStyle = 'rgba(128, 128, 128, 0.35)'
  context.lineWidth = 1
  context.stroke()
}
