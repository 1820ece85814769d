import type { Affine, Box, Point } from '../image/index.ts'
import type { Clicks } from './clicks.ts'
import type { Preset } from './preset.ts'

/** Where the network looks: the place in the photo that its square input shows. Plain JSON. */
export type Frame = {
  /**
   * What the input shows, in pixels of the photo, where x0 - 0.5 is the left edge of the first pixel and
   * x1 + 0.5 the right edge of the last. Between pixels unless sampling is `released`; may leave the photo.
   */
  readonly box: Box
  /** The box of the clicks. */
  readonly object: Box
  /** Side of the input, in pixels. */
  readonly size: number
}

/** The frame of an object. Clicks outside the photo are taken as they are. PAPER section 2.1 for `released`. */
export function frame({ points, box, include = [] }: Clicks, preset: Preset): Frame {
  const corners = box
    ? [
        { x: box.x0, y: box.y0 },
        { x: box.x1, y: box.y1 },
      ]
    : []
  const places = [...points, ...corners, ...include].map(p =>
    preset.sampling === 'released' ? truncate(p) : p,
  )
  const object = boundingBox(places)
  const shown = grow(object, preset.margin)
  return { box: preset.aspect === 'kept' ? square(shown) : shown, object, size: preset.size }
}

/** The map from pixels of the input to pixels of the photo. */
export function inputToPhoto({ box, size }: Frame): Affine {
  const scaleX = (box.x1 - box.x0 + 1) / size
  const scaleY = (box.y1 - box.y0 + 1) / size
  return [scaleX, 0, box.x0 - 0.5 + scaleX / 2, 0, scaleY, box.y0 - 0.5 + scaleY / 2]
}

/** A click's place in the input. */
export function pointInInput(p: Point, { box, size }: Frame, sampling: Preset['sampling']): Point {
  const width = box.x1 - box.x0 + 1
  const height = box.y1 - box.y0 + 1
  if (sampling === 'exact')
    return { x: ((p.x - box.x0 + 0.5) * size) / width - 0.5, y: ((p.y - box.y0 + 0.5) * size) / height - 0.5 }
  // The released code multiplies by the reciprocal before it truncates: 98 of 196 pixels becomes 255, not 256.
  const { x, y } = truncate(p)
  return truncate({ x: size * (x - box.x0) * (1 / width), y: size * (y - box.y0) * (1 / height) })
}

/** The box widened on all sides by a share of its longer side, at least by `pixels`. */
export function grow(box: Box, { share, pixels }: Preset['margin']): Box {
  const longer = Math.max(box.x1 - box.x0, box.y1 - box.y0) + 1
  const border = Math.max(share * longer, pixels)
  return { x0: box.x0 - border, y0: box.y0 - border, x1: box.x1 + border, y1: box.y1 + border }
}

function boundingBox(points: readonly Point[]): Box {
  const xs = points.map(p => p.x)
  const ys = points.map(p => p.y)
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
}

function square({ x0, y0, x1, y1 }: Box): Box {
  const wider = (y1 - y0 - (x1 - x0)) / 2
  const [dx, dy] = [Math.max(wider, 0), Math.max(-wider, 0)]
  return { x0: x0 - dx, y0: y0 - dy, x1: x1 + dx, y1: y1 + dy }
}

function truncate({ x, y }: Point): Point {
  return { x: Math.trunc(x), y: Math.trunc(y) }
}
