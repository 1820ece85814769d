import * as v from 'valibot'
import { type Guidance, inputToPhoto, type Preset, prepare } from '../guidance/index.ts'
import {
  type Affine,
  apply,
  type Box,
  compose,
  identity,
  invert,
  type Point,
  pyramid,
  type Random,
  type Raster,
  rotation,
  sample,
} from '../image/index.ts'
import { type Bitmap, drawExtremePoints, jitterPoints } from '../mask/index.ts'
import { appearanceSchema, changeAppearance } from './appearance.ts'
import { replaceBackground } from './background.ts'
import { boundsInView } from './bounds.ts'
import type { Scene } from './dataset.ts'
import { occlude } from './occlusion.ts'

const share = () => v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const amount = () => v.pipe(v.number(), v.minValue(0))

/** How samples differ from the photo as it is. */
export const augmentationSchema = v.object({
  /** Chance of a mirror image. */
  flip: v.optional(share(), 0.5),
  /** Largest angle, in degrees, either way. */
  rotation: v.optional(amount(), 20),
  /** Largest factor between the stretch of width and height; 1 for none. */
  stretch: v.optional(v.pipe(v.number(), v.minValue(1)), 1.25),
  /** Simulated clicks may fall short of the extreme pixel by this many pixels of a crop of 256. */
  tolerance: v.optional(amount(), 2),
  /** Deviation of simulated clicks, as a share of the object's size. */
  jitter: v.optional(share(), 0),
  /** Chance that nothing but the box of the clicks is given. */
  boxOnly: v.optional(share(), 0),
  /** Chance that the object stands before a part of another photo. */
  otherBackground: v.optional(share(), 0),
  /** Chance that an object of another photo is in front of it. */
  occlusion: v.optional(share(), 0),
  appearance: v.optional(appearanceSchema, {}),
})

export type Augmentation = v.InferOutput<typeof augmentationSchema>

/** One training example: planes of channels × size × size, size × size and size × size. */
export type Sample = {
  readonly input: Float32Array
  readonly target: Float32Array
  readonly weight: Float32Array
}

/**
 * A crop around the object, as `prepare` makes it for a person's clicks, of the photo seen through a random
 * view; the target is the share of each pixel that the object covers.
 *
 * @param drawOther  gives any other object, for another background or to be in front
 */
export async function drawSample(
  whole: Scene,
  preset: Preset,
  augmentation: Augmentation,
  next: Random,
  drawOther: (next: Random) => Promise<Scene>,
): Promise<Sample> {
  // No draw where there is no chance: older recipes give the samples that they gave.
  const happens = (chance: number) => chance > 0 && next() < chance
  const scene = happens(augmentation.occlusion) ? occlude(whole, await drawOther(next), next) : whole
  const view = drawView(scene.photo, augmentation, next)
  const mask = pyramid(scene.mask)
  const points = jitterPoints(
    drawPoints(scene, view, augmentation.tolerance, next),
    augmentation.jitter * next(),
    next,
  )
  const guidance: Guidance =
    next() < augmentation.boxOnly ? { points: [], box: boundingBox(points) } : { points }
  const { input, frame } = prepare(pyramid(scene.photo), guidance, preset, view)
  const toPhoto = compose(invert(view), inputToPhoto(frame))
  const square = { width: preset.size, height: preset.size }
  const target = sample(mask, toPhoto, square).data
  for (let i = 0; i < target.length; i++) target[i]! /= 255
  const weight = new Float32Array(target.length).fill(1)
  const rgb = { ...square, channels: 3, data: input.data.subarray(0, 3 * target.length) }
  if (happens(augmentation.otherBackground))
    replaceBackground(rgb, target, (await drawOther(next)).photo, next)
  else if (scene.void) {
    const hidden = sample(pyramid(scene.void), toPhoto, square).data
    for (let i = 0; i < weight.length; i++) if (hidden[i]! > 0) weight[i] = 0
  }
  await changeAppearance(rgb, augmentation.appearance, next)
  return { input: input.data, target, weight }
}

function boundingBox(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(p => p.x), points.map(p => p.y)]
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) }
}

/** A map from the photo to a plane where it lies mirrored, turned and stretched about its middle. */
function drawView(
  { width, height }: Raster,
  { flip, rotation: angle, stretch }: Augmentation,
  next: Random,
): Affine {
  const centre = { x: (width - 1) / 2, y: (height - 1) / 2 }
  const mirrored: Affine = next() < flip ? [-1, 0, width - 1, 0, 1, 0] : identity
  const wider = stretch ** (next() - 0.5)
  const stretched: Affine = [wider, 0, centre.x * (1 - wider), 0, 1 / wider, centre.y * (1 - 1 / wider)]
  const degrees = angle * (2 * next() - 1)
  return compose(stretched, compose(degrees ? rotation(centre, degrees) : identity, mirrored))
}

/** Pixels of the grid on which extreme points are looked for. */
const gridSize = 256

/** Extreme points of the object as it lies in the plane of the view. */
function drawPoints({ mask }: Scene, view: Affine, tolerance: number, next: Random): Point[] {
  const box = boundsInView(mask, view)
  const step = Math.max(box.x1 - box.x0, box.y1 - box.y0, 1) / (gridSize - 3)
  const gridToPlane: Affine = [step, 0, box.x0 - step, 0, step, box.y0 - step]
  const seen = sample(pyramid(mask), compose(invert(view), gridToPlane), {
    width: gridSize,
    height: gridSize,
  }).data
  // An object thinner than the grid nowhere covers half a cell; then every cell that it touches counts.
  let most = 0
  for (const value of seen) if (value > most) most = value
  const least = Math.min(127.5, most / 2)
  const bitmap: Bitmap = { width: gridSize, height: gridSize, data: new Uint8Array(seen.length) }
  for (let i = 0; i < seen.length; i++) bitmap.data[i] = seen[i]! > least ? 1 : 0
  return drawExtremePoints(bitmap, tolerance, next).map(point => apply(gridToPlane, point))
}
