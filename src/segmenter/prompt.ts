import { type Clicks, checkClicks, type Estimate, type Guidance, type Preset } from '../guidance/index.ts'
import type { Box, Point, Size } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'
import { ObjectMask } from './object-mask.ts'

/** A place in the photo, in pixels; whole numbers are pixel centres, the first pixel is at 0, 0. */
export type PointLike = Point | readonly [x: number, y: number]

/**
 * What says where an object is. Places outside the photo are moved to its edge.
 *
 * - points: at least four on the outline, the leftmost, topmost, rightmost and bottommost among them, in any order
 * - box: around the object, in place of points or beside them. A model without a channel for it takes the middles of
 *   its sides for the points, which is less exact than points
 * - include, exclude: corrections inside and outside, for models with channels for them
 * - previous: an earlier answer about the same object, or any mask of it, for models with a channel for it
 */
export type Prompt =
  | readonly PointLike[]
  | {
      readonly points?: readonly PointLike[]
      readonly box?: Box
      readonly include?: readonly PointLike[]
      readonly exclude?: readonly PointLike[]
      readonly previous?: ObjectMask | Mask
    }

/**
 * The prompt as the network's guidance.
 *
 * @throws RangeError when it does not say where an object is (see checkClicks), or has what the model does not take
 */
export function guidanceFrom(prompt: Prompt, photo: Size, { channels }: Preset): Guidance {
  const { points = [], box, include, exclude, previous } = isList(prompt) ? { points: prompt } : prompt
  for (const [name, given] of Object.entries({ include, exclude, previous }))
    if (given !== undefined && !channels.some(channel => channel === name))
      throw new RangeError(
        `segment: this model does not take "${name}", only ${channels.join(', ')}; leave it out or load a model that was trained with it`,
      )
  const given = {
    points: points.map(toPoint),
    ...(box && { box }),
    ...(include && { include: include.map(toPoint) }),
    ...(exclude && { exclude: exclude.map(toPoint) }),
  }
  checkClicks(given)
  const inside = moveInside(given, photo)
  checkClicks(inside) // far outside, different points have the same nearest pixel
  const needsPoints = box && points.length === 0 && !channels.includes('box')
  return {
    ...inside,
    ...(needsPoints && inside.box && { points: middlesOfSides(inside.box) }),
    ...(previous?.box && { previous: estimate(previous, previous.box) }),
  }
}

function estimate(mask: ObjectMask | Mask, box: Box): Estimate {
  if (mask instanceof ObjectMask) return { probability: mask.probability, box: mask.frame.box }
  return { probability: { ...mask.toBitmap(box), channels: 1 }, box }
}

function isList(prompt: Prompt): prompt is readonly PointLike[] {
  return Array.isArray(prompt)
}

function toPoint(place: PointLike): Point {
  return 'x' in place ? place : { x: place[0], y: place[1] }
}

function moveInside({ points, box, include, exclude }: Clicks, { width, height }: Size): Clicks {
  const x = (value: number) => Math.min(Math.max(value, 0), width - 1)
  const y = (value: number) => Math.min(Math.max(value, 0), height - 1)
  const move = (p: Point): Point => ({ x: x(p.x), y: y(p.y) })
  return {
    points: points.map(move),
    ...(box && { box: { x0: x(box.x0), y0: y(box.y0), x1: x(box.x1), y1: y(box.y1) } }),
    ...(include && { include: include.map(move) }),
    ...(exclude && { exclude: exclude.map(move) }),
  }
}

function middlesOfSides({ x0, y0, x1, y1 }: Box): Point[] {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  return [
    { x: x0, y },
    { x, y: y0 },
    { x: x1, y },
    { x, y: y1 },
  ]
}
