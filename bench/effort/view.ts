import type { Box, Point, Size } from '../../src/image/index.ts'

/** Where the photo is on the stage, in pixels of the page; as the page has it, see src/annotator/canvas/viewport.ts. */
export type View = { readonly scale: number; readonly left: number; readonly top: number }

/** How much a notch of the wheel enlarges. */
export const notchFactor = Math.exp(0.18)

/** Kept between an object and the edge of the stage, in pixels of the page. */
const margin = 24

/** The whole photo in the middle of the stage, at the scale that the page tells in whole percents. */
export function wholePhoto(photo: Size, stage: Size, percent: number): View {
  const fitting = Math.min(
    (stage.width - 2 * margin) / photo.width,
    (stage.height - 2 * margin) / photo.height,
  )
  // Where photos are not enlarged to any scale, the scale is a whole percentage.
  const scale = Math.round(100 * fitting) === percent ? fitting : percent / 100
  return {
    scale,
    left: Math.round((stage.width - photo.width * scale) / 2),
    top: Math.round((stage.height - photo.height * scale) / 2),
  }
}

export const toStage = ({ scale, left, top }: View, { x, y }: Point): Point => ({
  x: left + (x + 0.5) * scale,
  y: top + (y + 0.5) * scale,
})

export const toPhoto = ({ scale, left, top }: View, { x, y }: Point): Point => ({
  x: (x - left) / scale - 0.5,
  y: (y - top) / scale - 0.5,
})

/** After a notch of the wheel, with the pointer at a place of the stage. */
export function notch({ scale, left, top }: View, at: Point): View {
  return {
    scale: scale * notchFactor,
    left: Math.round(at.x - (at.x - left) * notchFactor),
    top: Math.round(at.y - (at.y - top) * notchFactor),
  }
}

/**
 * Where to hold the pointer while the wheel enlarges by a factor, so that a box stays on the stage: at its middle if
 * that does; undefined when it becomes too large.
 */
export function zoomPlace(view: View, box: Box, stage: Size, factor: number): Point | undefined {
  const from = toStage(view, { x: box.x0 - 0.5, y: box.y0 - 0.5 })
  const to = toStage(view, { x: box.x1 + 0.5, y: box.y1 + 0.5 })
  const along = (low: number, high: number, length: number): number | undefined => {
    if (factor * (high - low) > length - 2 * margin) return undefined
    // A place p goes to a + factor × (p - a) with the pointer at a.
    const most = (factor * low - margin) / (factor - 1)
    const least = (factor * high - length + margin) / (factor - 1)
    const place = Math.min(Math.max((low + high) / 2, least), most)
    return Math.min(Math.max(place, 1), length - 2)
  }
  const x = along(from.x, to.x, stage.width)
  const y = along(from.y, to.y, stage.height)
  return x === undefined || y === undefined ? undefined : { x, y }
}
