import { iou, Mask } from '../../src/mask/index.ts'

/** An object whose true mask the scripted persons know. */
export type Subject = {
  readonly truth: Mask
  /** Pixels that count neither way. */
  readonly ignored: Mask | undefined
  /** Intersection over union that has to be reached. */
  readonly wanted: number
}

export const scoreOf = (mask: Mask, { truth, ignored }: Subject): number => iou(mask, truth, ignored)

/** What was left out and what leaks. */
export function errorsOf(mask: Mask, { truth, ignored }: Subject): { missed: Mask; leaked: Mask } {
  const counted = (wrong: Mask) => (ignored ? wrong.difference(ignored) : wrong)
  return { missed: counted(truth.difference(mask)), leaked: counted(mask.difference(truth)) }
}

/** What paint must not touch, and what the eraser must not, in the whole photo. */
export function forbidden({ truth, ignored }: Subject): { forPaint: Mask; forEraser: Mask } {
  const all = Mask.fromBitmap({
    width: truth.width,
    height: truth.height,
    data: new Uint8Array(truth.width * truth.height).fill(1),
  })
  const outside = all.difference(truth)
  return { forPaint: ignored ? outside.difference(ignored) : outside, forEraser: truth }
}
