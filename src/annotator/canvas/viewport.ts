import type { Box, Point, Size } from '../../image/index.ts'

/**
 * Which part of a photo a canvas shows, in pixels of the screen. A value. The photo's corner lies on whole pixels, so
 * that tiles are copied and not resampled.
 */
export type Viewport = Size & {
  /** Pixels of the screen per pixel of the photo. */
  readonly scale: number
  /** Where the photo's upper left corner lies on the canvas. */
  readonly left: number
  readonly top: number
}

/** One pixel of the photo is never larger than this on the screen. */
const largestScale = 64
/** One pixel of the photo is never larger than this, in pixels of the page, to make a small photo fit. */
const largestFittingScale = 8
/** The photo is never smaller than this share of what fits. */
const smallestShare = 0.25
/** How much of the photo stays on the canvas however far it is moved, in pixels of the screen. */
const keptInSight = 48

/** The place on the canvas of a place in the photo, where whole numbers are pixel centres. */
export const toScreen = ({ scale, left, top }: Viewport, { x, y }: Point): Point => ({
  x: left + (x + 0.5) * scale,
  y: top + (y + 0.5) * scale,
})

/** The inverse of toScreen. */
export const toPhoto = ({ scale, left, top }: Viewport, { x, y }: Point): Point => ({
  x: (x - left) / scale - 0.5,
  y: (y - top) / scale - 0.5,
})

/** Around a photo that is shown whole, in pixels of the page. */
const margin = 24

/**
 * The whole photo in the middle of the canvas, with a margin; a small one is enlarged, up to 8 times.
 *
 * @param ratio  pixels of the screen per pixel of the page
 */
export function fitted(photo: Size, canvas: Size, ratio = 1): Viewport {
  return centred(
    photo,
    canvas,
    Math.min(fittingScale(photo, canvas, margin * ratio), largestFittingScale * ratio),
  )
}

/** A pixel of the photo on so many pixels of the screen, around the place that is in the middle now. */
export function zoomTo(view: Viewport, scale: number, photo: Size): Viewport {
  return zoomAt(view, scale / view.scale, { x: view.width / 2, y: view.height / 2 }, photo)
}

/** Larger by a factor, so that what lies under a place of the canvas stays there. */
export function zoomAt(view: Viewport, factor: number, at: Point, photo: Size): Viewport {
  const smallest = Math.min(smallestShare * fittingScale(photo, view, 0), 1)
  const scale = Math.min(Math.max(view.scale * factor, smallest), largestScale)
  const place = toPhoto(view, at)
  return inSight(
    { ...view, scale, left: at.x - (place.x + 0.5) * scale, top: at.y - (place.y + 0.5) * scale },
    photo,
  )
}

/** The photo moved by pixels of the screen. */
export function pan(view: Viewport, dx: number, dy: number, photo: Size): Viewport {
  return inSight({ ...view, left: view.left + dx, top: view.top + dy }, photo)
}

/** A box of the photo in the middle of the canvas, with as much around it. */
export function showBox(box: Box, canvas: Size, photo: Size): Viewport {
  const size = { width: 2 * (box.x1 - box.x0 + 1), height: 2 * (box.y1 - box.y0 + 1) }
  const scale = Math.min(fittingScale(size, canvas, 0), largestScale / 4)
  return inSight(
    {
      ...canvas,
      scale,
      left: canvas.width / 2 - ((box.x0 + box.x1 + 1) / 2) * scale,
      top: canvas.height / 2 - ((box.y0 + box.y1 + 1) / 2) * scale,
    },
    photo,
  )
}

/** The same photo on a canvas of another size: what was in the middle stays there. */
export function resized(view: Viewport, canvas: Size, photo: Size): Viewport {
  const dx = (canvas.width - view.width) / 2
  const dy = (canvas.height - view.height) / 2
  return pan({ ...view, width: canvas.width, height: canvas.height }, dx, dy, photo)
}

/** The pixels of the photo that can be seen, at least in part; undefined when there are none. */
export function visibleBox(view: Viewport, photo: Size): Box | undefined {
  const from = toPhoto(view, { x: 0, y: 0 })
  const to = toPhoto(view, { x: view.width, y: view.height })
  const x0 = Math.max(0, Math.round(from.x))
  const y0 = Math.max(0, Math.round(from.y))
  const x1 = Math.min(photo.width - 1, Math.round(to.x))
  const y1 = Math.min(photo.height - 1, Math.round(to.y))
  return x0 <= x1 && y0 <= y1 ? { x0, y0, x1, y1 } : undefined
}

function fittingScale(photo: Size, canvas: Size, margin: number): number {
  return Math.max(
    Math.min((canvas.width - 2 * margin) / photo.width, (canvas.height - 2 * margin) / photo.height),
    1e-3,
  )
}

function centred(photo: Size, { width, height }: Size, scale: number): Viewport {
  const left = Math.round((width - photo.width * scale) / 2)
  const top = Math.round((height - photo.height * scale) / 2)
  return { width, height, scale, left, top }
}

function inSight(view: Viewport, photo: Size): Viewport {
  const within = (start: number, length: number, canvas: number) => {
    const kept = Math.min(keptInSight, length, canvas)
    return Math.round(Math.min(Math.max(start, kept - length), canvas - kept))
  }
  return {
    ...view,
    left: within(view.left, photo.width * view.scale, view.width),
    top: within(view.top, photo.height * view.scale, view.height),
  }
}
