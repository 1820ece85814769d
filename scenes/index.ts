import type { Box, Point, Raster } from '../src/image/index.ts'
import { paint } from './paint.ts'
import { compose } from './scene.ts'

export { kinds } from './kinds/index.ts'

export type RenderOptions = {
  readonly seed: number
  readonly width: number
  readonly height: number
  /** How many objects; by default from 1 to 9. */
  readonly objects?: number
  /** Names of the kinds of objects to draw from; by default all. */
  readonly kinds?: readonly string[]
  /** tabletop, room, meadow, air or water; by default one that suits the kinds. */
  readonly setting?: string
  /** The number of an object whose alpha is wanted. */
  readonly alpha?: number
}

export type SceneObject = {
  /** Its number in `labels`, from 1; a larger number is in front. */
  readonly id: number
  readonly kind: string
  /** Visible pixels. */
  readonly area: number
  readonly box: Box
  /** The left-, top-, right- and bottom-most visible pixel. */
  readonly extremePoints: readonly [Point, Point, Point, Point]
}

export type RenderedScene = {
  /** RGB, sRGB bytes. */
  readonly image: Raster<Uint8Array>
  /** The number of the front-most object that covers at least half of a pixel; 0 where none does. */
  readonly labels: Raster<Uint16Array>
  /** How much of each pixel shows the object asked for, 0 to 255, lens blur included. */
  readonly alpha?: Raster<Uint8Array>
  /** Those of which at least a pixel is visible. */
  readonly objects: readonly SceneObject[]
}

/**
 * A picture of textured, shaded, overlapping objects, with the true mask of every one of them. The same seed
 * gives the same scene at any size of the same shape, and the same bytes at the same size.
 *
 * @throws RangeError for a size below one pixel, for an unknown kind or setting, or for more than 254 objects
 */
export function renderScene({ width, height, alpha, ...options }: RenderOptions): RenderedScene {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new RangeError(`scene: size is ${width} × ${height}, expected whole numbers from 1`)
  const scene = compose({ ...options, aspect: width / height })
  const painting = paint(scene, width, height, alpha)
  return { ...painting, objects: measure(painting.labels, scene.objects) }
}

/** Area, box and extreme points of every number in the labels. */
function measure(
  labels: Raster<Uint16Array>,
  placed: readonly { readonly id: number; readonly kind: string }[],
): SceneObject[] {
  const { width, height, data } = labels
  const found = placed.map(({ id, kind }) => ({
    id,
    kind,
    area: 0,
    left: { x: width, y: 0 },
    top: { x: 0, y: height },
    right: { x: -1, y: 0 },
    bottom: { x: 0, y: -1 },
  }))
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue
      const object = found[data[i]! - 1]!
      object.area++
      if (x < object.left.x) object.left = { x, y }
      if (y < object.top.y) object.top = { x, y }
      if (x > object.right.x) object.right = { x, y }
      if (y > object.bottom.y) object.bottom = { x, y }
    }
  return found
    .filter(object => object.area > 0)
    .map(({ left, top, right, bottom, ...object }) => ({
      ...object,
      box: { x0: left.x, y0: top.y, x1: right.x, y1: bottom.y },
      extremePoints: [left, top, right, bottom] as const,
    }))
}
