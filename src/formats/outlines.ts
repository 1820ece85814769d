import { iou, Mask, type Part, type Ring } from '../mask/index.ts'
import { type ImageRecord, maskOf, type ObjectRecord, type Rectangle } from './record.ts'

/** Parts that lie in the photo, and how well they fill the object; 1 at tolerance 0. */
export type Outlines = { readonly parts: readonly Part[]; readonly iou: number }

/**
 * The outlines of an object that is more than a box. Those that somebody drew stay as they are at tolerance 0, corner
 * by corner; all others follow the pixels of its mask.
 *
 * @param tolerance  in pixels, see Mask.contours
 * @throws AnnotationFileError when its run lengths are damaged
 */
export function outlinesOf(object: ObjectRecord, image: ImageRecord, tolerance: number): Outlines {
  const { shape } = object
  if (tolerance === 0 && shape.type === 'outlines' && lieInside(shape.parts, image))
    return { parts: shape.parts, iou: 1 }
  const mask = maskOf(object, image)!
  const parts = mask.contours({ tolerance })
  return { parts, iou: tolerance === 0 ? 1 : iou(mask, Mask.fromParts(parts, image)) }
}

/** Whether parts are one ring without holes: what every format of outlines can hold. */
export function isPlain(parts: readonly Part[]): boolean {
  return parts.length === 1 && parts[0]!.holes.length === 0
}

/** Whether rings have an area and no corner outside the photo. */
function lieInside(parts: readonly Part[], { width, height }: ImageRecord): boolean {
  return parts.every(({ outer, holes }) =>
    [outer, ...holes].every(
      ring =>
        ring.length >= 6 && ring.every((value, k) => value >= 0 && value <= (k % 2 === 0 ? width : height)),
    ),
  )
}

/** The corners of a rectangle, clockwise from the upper left. */
export function cornersOf({ x, y, width, height }: Rectangle): Ring {
  return [x, y, x + width, y, x + width, y + height, x, y + height]
}

/** A ring turned about a point. @param degrees  clockwise, as seen on the screen */
export function turned(ring: Ring, degrees: number, about: { x: number; y: number }): Ring {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  return ring.map((value, k) => {
    const [dx, dy] =
      k % 2 === 0 ? [value - about.x, ring[k + 1]! - about.y] : [ring[k - 1]! - about.x, value - about.y]
    return k % 2 === 0 ? about.x + dx * cosine - dy * sine : about.y + dx * sine + dy * cosine
  })
}

/** The rectangle around rings; undefined when there are none. */
export function rectangleOf(rings: readonly Ring[]): Rectangle | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings)
    for (let k = 0; k < ring.length; k += 2) {
      left = Math.min(left, ring[k]!)
      right = Math.max(right, ring[k]!)
      top = Math.min(top, ring[k + 1]!)
      bottom = Math.max(bottom, ring[k + 1]!)
    }
  return left <= right ? { x: left, y: top, width: right - left, height: bottom - top } : undefined
}

/** The rectangle of an object: as it is stated, else around its pixels; undefined when it has none. */
export function boxOf(object: ObjectRecord, image: ImageRecord): Rectangle | undefined {
  if (object.box) return object.box
  const box = maskOf(object, image)?.box
  return box && { x: box.x0, y: box.y0, width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1 }
}
