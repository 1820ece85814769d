import { newId, newObject, type ObjectRecord, type PromptRecord } from '../../document/index.ts'
import type { Size } from '../../image/index.ts'
import { Mask, middleExtremePoints } from '../../mask/index.ts'
import type { SegmentAnswer, SegmentRequest } from '../../server/browser.ts'
import { cornersOf, fields, maskOf, workOn } from '../tools/index.ts'

/**
 * A copy of an object on another photo, fitted there by the network: at the same place, measured in the photo's size.
 * What was drawn by hand is taken for its four extreme points.
 *
 * @param from  size of the photo that the object is on
 */
export async function refit(
  object: ObjectRecord,
  from: Size,
  to: Size & { readonly id: string },
  segment: (request: SegmentRequest) => Promise<SegmentAnswer>,
): Promise<ObjectRecord | undefined> {
  const clicks = object.prompt ?? clicksFrom(object)
  if (!clicks) return undefined
  const x = (place: number) =>
    Math.min(Math.round(((place + 0.5) * to.width) / from.width - 0.5), to.width - 1)
  const y = (place: number) =>
    Math.min(Math.round(((place + 0.5) * to.height) / from.height - 0.5), to.height - 1)
  const prompt: PromptRecord = {
    points: clicks.points.map(point => ({ x: x(point.x), y: y(point.y) })),
    ...(clicks.box && {
      box: { x0: x(clicks.box.x0), y0: y(clicks.box.y0), x1: x(clicks.box.x1), y1: y(clicks.box.y1) },
    }),
    include: [],
    exclude: [],
  }
  const id = newId()
  const { points, box } = prompt
  const answer = await segment({ key: id, prompt: { points: [...points], ...(box && { box }) } })
  const mask = Mask.fromRle(answer.mask)
  const { model, threshold, doubt } = answer
  const work = { ...workOn(object), prompt, mask, network: mask, model, threshold, doubt }
  return newObject({ id, image: to.id, class: object.class, z: object.z, ...fields(work) })
}

function clicksFrom(object: ObjectRecord): PromptRecord | undefined {
  const mask = maskOf(object)
  const box = mask?.box
  if (box) return { points: middleExtremePoints(mask.toBitmap(box)), include: [], exclude: [] }
  return object.box ? { points: [], box: cornersOf(object.box), include: [], exclude: [] } : undefined
}
