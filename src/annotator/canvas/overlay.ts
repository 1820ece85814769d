import type { Point } from '../../image/index.ts'
import type { Handle, ToolView } from '../tools/index.ts'
import type { PhotoLevels } from './photo-levels.ts'
import { toScreen, type Viewport } from './viewport.ts'

/** Everything that is drawn over photo and masks. */
export type OverlayState = {
  readonly view: Viewport
  /** Pixels of the canvas per pixel of the page (devicePixelRatio). */
  readonly ratio: number
  readonly tool: ToolView
  readonly handles: readonly Handle[]
  /** Where the pointer is, in the photo; null when it is not over it. */
  readonly at: Point | null
  /** Whether arrow keys move it, so that it has to be drawn. */
  readonly byKeys: boolean
  readonly crosshair: boolean
  /** What the magnifier shows; null without one. */
  readonly magnified:
    | ((context: CanvasRenderingContext2D, centre: Point, scale: number, size: number) => void)
    | null
  readonly labels: readonly {
    readonly text: string
    readonly at: Point
    readonly colour: string
    readonly ink: string
  }[]
  readonly accent: string
}

type Context = CanvasRenderingContext2D

const dark = 'rgba(10, 12, 16, 0.75)'
const light = 'rgba(255, 255, 255, 0.95)'

/** Draws all of it anew; sizes are those of the page and grow with the ratio. */
export function drawOverlay(context: Context, state: OverlayState): void {
  const { view, tool, at, ratio } = state
  context.reset()
  context.lineJoin = 'round'
  for (const label of state.labels) drawLabel(context, state, label)
  if (tool.aims && state.crosshair && at) drawCrosshair(context, state, at)
  if (tool.box) drawBox(context, state, tool.box)
  if (tool.path) drawPath(context, state, tool.path)
  if (tool.vertices) drawVertices(context, state, tool.vertices)
  for (const handle of state.handles) drawHandle(context, state, handle)
  if (tool.brush && at) drawBrush(context, state, at, tool.brush)
  if (state.byKeys && at && !tool.brush) drawPointer(context, state, at)
  if (tool.aims && state.magnified && at) drawMagnifier(context, state, at, tool.hint)
  else if (tool.hint && at) {
    const place = toScreen(view, at)
    drawHint(context, state, { x: place.x + 16 * ratio, y: place.y + 20 * ratio }, tool.hint)
  }
}

/** A dark line under a light one, which shows on any photo. */
function twoTone(context: Context, ratio: number, width: number, colour = light): void {
  context.strokeStyle = dark
  context.lineWidth = (width + 2) * ratio
  context.stroke()
  context.strokeStyle = colour
  context.lineWidth = width * ratio
  context.stroke()
}

function drawCrosshair(context: Context, { view, ratio }: OverlayState, at: Point): void {
  const { x, y } = middleOfPixel(toScreen(view, at), ratio)
  // The place itself stays free, so that what is aimed at can be seen.
  const gap = 9 * ratio
  context.beginPath()
  for (const [from, to] of [
    [0, x - gap],
    [x + gap, view.width],
  ] as const) {
    context.moveTo(from, y)
    context.lineTo(to, y)
  }
  for (const [from, to] of [
    [0, y - gap],
    [y + gap, view.height],
  ] as const) {
    context.moveTo(x, from)
    context.lineTo(x, to)
  }
  context.strokeStyle = 'rgba(0, 0, 0, 0.45)'
  context.lineWidth = 3 * ratio
  context.stroke()
  context.strokeStyle = 'rgba(255, 255, 255, 0.85)'
  context.lineWidth = ratio
  context.stroke()
}

function drawBox(context: Context, { view, ratio }: OverlayState, box: NonNullable<ToolView['box']>): void {
  // Around the pixels of its corners.
  const from = toScreen(view, { x: box.x0 - 0.5, y: box.y0 - 0.5 })
  const to = toScreen(view, { x: box.x1 + 0.5, y: box.y1 + 0.5 })
  const [x, y] = [Math.round(from.x) + 0.5, Math.round(from.y) + 0.5]
  context.beginPath()
  context.rect(x, y, Math.round(to.x - from.x), Math.round(to.y - from.y))
  context.strokeStyle = dark
  context.lineWidth = ratio
  context.stroke()
  context.setLineDash([4 * ratio, 4 * ratio])
  context.strokeStyle = light
  context.stroke()
  context.setLineDash([])
}

function drawPath(
  context: Context,
  { view, ratio, accent }: OverlayState,
  path: NonNullable<ToolView['path']>,
): void {
  const places = path.points.map(point => toScreen(view, point))
  const [first] = places
  if (!first) return
  if (path.closes && places.length > 2) {
    context.beginPath()
    for (const { x, y } of places) context.lineTo(x, y)
    context.globalAlpha = 0.18
    context.fillStyle = accent
    context.fill()
    context.globalAlpha = 1
  }
  context.beginPath()
  for (const { x, y } of places) context.lineTo(x, y)
  twoTone(context, ratio, 1.5)
  if (!path.vertices) return
  for (const [k, { x, y }] of places.entries()) {
    context.beginPath()
    context.arc(x, y, (k === 0 ? 4.5 : 3) * ratio, 0, 2 * Math.PI)
    context.fillStyle = k === 0 ? accent : light
    context.fill()
    context.strokeStyle = dark
    context.lineWidth = 1.25 * ratio
    context.stroke()
  }
}

function drawVertices(
  context: Context,
  { view, ratio, accent }: OverlayState,
  { points, near }: NonNullable<ToolView['vertices']>,
): void {
  const dot = (point: Point, radius: number, colour: string) => {
    const { x, y } = toScreen(view, point)
    if (x < -radius || y < -radius || x > view.width + radius || y > view.height + radius) return
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fillStyle = colour
    context.fill()
    context.stroke()
  }
  context.strokeStyle = dark
  context.lineWidth = 1.25 * ratio
  for (const point of points) dot(point, 3.25 * ratio, light)
  if (near) dot(near, 5 * ratio, accent)
}

/** Each kind has a shape of its own, so that nobody has to tell them by colour. */
function drawHandle(
  context: Context,
  { view, ratio, accent, at }: OverlayState,
  { kind, point }: Handle,
): void {
  const { x, y } = toScreen(view, point)
  const near = at && Math.hypot(at.x - point.x, at.y - point.y) * view.scale <= 10 * ratio
  const size = (near ? 6.5 : 5) * ratio
  context.beginPath()
  if (kind === 'corner') context.rect(x - size * 0.8, y - size * 0.8, 1.6 * size, 1.6 * size)
  else if (kind === 'boundary') {
    context.moveTo(x, y - 1.2 * size)
    context.lineTo(x + 1.2 * size, y)
    context.lineTo(x, y + 1.2 * size)
    context.lineTo(x - 1.2 * size, y)
    context.closePath()
  } else context.arc(x, y, kind === 'extreme' ? size : 1.3 * size, 0, 2 * Math.PI)
  context.shadowColor = 'rgba(0, 0, 0, 0.5)'
  context.shadowBlur = 3 * ratio
  context.fillStyle = kind === 'include' ? '#0a8f5b' : kind === 'exclude' ? '#c7304a' : '#fff'
  context.fill()
  context.shadowColor = 'transparent'
  context.strokeStyle = kind === 'include' || kind === 'exclude' ? '#fff' : dark
  context.lineWidth = 1.5 * ratio
  context.stroke()
  context.beginPath()
  if (kind === 'include' || kind === 'exclude') {
    context.moveTo(x - 0.6 * size, y)
    context.lineTo(x + 0.6 * size, y)
    if (kind === 'include') {
      context.moveTo(x, y - 0.6 * size)
      context.lineTo(x, y + 0.6 * size)
    }
    context.lineWidth = 1.75 * ratio
    context.stroke()
  } else {
    context.arc(x, y, 0.42 * size, 0, 2 * Math.PI)
    context.fillStyle = accent
    context.fill()
  }
}

function drawBrush(
  context: Context,
  { view, ratio }: OverlayState,
  at: Point,
  { radius, erases }: NonNullable<ToolView['brush']>,
): void {
  const { x, y } = toScreen(view, at)
  const size = Math.max(radius * view.scale, 1.5 * ratio)
  context.beginPath()
  context.arc(x, y, size, 0, 2 * Math.PI)
  if (erases) context.setLineDash([4 * ratio, 3 * ratio])
  twoTone(context, ratio, 1.25)
  context.setLineDash([])
  // The middle, and what the brush does.
  const arm = 3.5 * ratio
  context.beginPath()
  context.moveTo(x - arm, y)
  context.lineTo(x + arm, y)
  if (!erases) {
    context.moveTo(x, y - arm)
    context.lineTo(x, y + arm)
  }
  twoTone(context, ratio, 1)
}

/** The pointer that arrow keys move. */
function drawPointer(context: Context, { view, ratio, accent }: OverlayState, at: Point): void {
  const { x, y } = toScreen(view, at)
  context.beginPath()
  context.arc(x, y, 8 * ratio, 0, 2 * Math.PI)
  twoTone(context, ratio, 2, accent)
  context.beginPath()
  context.arc(x, y, 1.5 * ratio, 0, 2 * Math.PI)
  context.fillStyle = light
  context.fill()
}

/** Side of the magnifier, in pixels of the page. */
const magnifierSize = 132
/** How much larger than on the stage it shows the photo, but at least at this many pixels of the page a pixel. */
const magnification = 3
const leastMagnified = 3

function drawMagnifier(context: Context, state: OverlayState, at: Point, hint: string | undefined): void {
  const { view, ratio, magnified, accent } = state
  const size = magnifierSize * ratio
  const place = toScreen(view, at)
  const away = 26 * ratio
  // To the upper right, and on the other side where the stage ends.
  const x = place.x + away + size > view.width ? place.x - away - size : place.x + away
  const y = place.y - away - size < 0 ? place.y + away : place.y - away - size
  const scale = Math.max(magnification * view.scale, leastMagnified * ratio)
  context.save()
  context.beginPath()
  context.roundRect(x, y, size, size, 10 * ratio)
  context.shadowColor = 'rgba(0, 0, 0, 0.55)'
  context.shadowBlur = 14 * ratio
  context.fillStyle = '#15181d'
  context.fill()
  context.shadowColor = 'transparent'
  context.clip()
  context.translate(x, y)
  magnified!(context, at, scale, size)
  const middle = size / 2
  // The pixel under the pointer, or a small square when pixels are smaller than that.
  const square = Math.max(scale, 5 * ratio)
  context.beginPath()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(middle + (dx * square) / 2 + dx * 3 * ratio, middle + (dy * square) / 2 + dy * 3 * ratio)
    context.lineTo(middle + dx * middle, middle + dy * middle)
  }
  context.strokeStyle = 'rgba(0, 0, 0, 0.5)'
  context.lineWidth = 2.5 * ratio
  context.stroke()
  context.strokeStyle = 'rgba(255, 255, 255, 0.9)'
  context.lineWidth = ratio
  context.stroke()
  context.beginPath()
  context.rect(middle - square / 2, middle - square / 2, square, square)
  twoTone(context, ratio, 1.25, accent)
  context.restore()
  context.beginPath()
  context.roundRect(x + 0.5, y + 0.5, size - 1, size - 1, 10 * ratio)
  context.strokeStyle = 'rgba(255, 255, 255, 0.55)'
  context.lineWidth = ratio
  context.stroke()
  if (hint) drawHint(context, state, { x, y: y < place.y ? y - 26 * ratio : y + size + 6 * ratio }, hint)
}

function drawHint(context: Context, { ratio, view }: OverlayState, at: Point, text: string): void {
  context.font = `500 ${12 * ratio}px Inter Variable, system-ui, sans-serif`
  const width = context.measureText(text).width + 14 * ratio
  const x = Math.min(at.x, view.width - width - 4 * ratio)
  const y = Math.min(Math.max(at.y, 4 * ratio), view.height - 26 * ratio)
  context.beginPath()
  context.roundRect(x, y, width, 21 * ratio, 6 * ratio)
  context.fillStyle = 'rgba(16, 19, 24, 0.86)'
  context.fill()
  context.fillStyle = light
  context.textBaseline = 'middle'
  context.fillText(text, x + 7 * ratio, y + 11 * ratio)
}

function drawLabel(
  context: Context,
  { view, ratio }: OverlayState,
  label: OverlayState['labels'][number],
): void {
  const { x, y } = toScreen(view, label.at)
  context.font = `600 ${11 * ratio}px Inter Variable, system-ui, sans-serif`
  const width = context.measureText(label.text).width + 10 * ratio
  const left = Math.min(Math.max(x, 2 * ratio), view.width - width - 2 * ratio)
  const top = Math.max(y - 18 * ratio, 2 * ratio)
  context.beginPath()
  context.roundRect(left, top, width, 16 * ratio, 4 * ratio)
  context.fillStyle = label.colour
  context.fill()
  context.fillStyle = label.ink
  context.textBaseline = 'middle'
  context.fillText(label.text, left + 5 * ratio, top + 8.5 * ratio)
}

/** The middle of a pixel of the canvas, where a thin line is crisp. */
const middleOfPixel = ({ x, y }: Point, ratio: number): Point => {
  const shift = Math.round(ratio) % 2 === 1 ? 0.5 : 0
  return { x: Math.floor(x) + shift, y: Math.floor(y) + shift }
}

/** What the magnifier shows of a photo alone. */
export const magnifyPhoto =
  (photo: PhotoLevels) =>
  (context: Context, centre: Point, scale: number, size: number): void => {
    context.imageSmoothingEnabled = false
    const left = size / 2 - (centre.x + 0.5) * scale
    const top = size / 2 - (centre.y + 0.5) * scale
    context.drawImage(photo.full, left, top, photo.width * scale, photo.height * scale)
  }
