import type { MaskRecord, ObjectPatch, ObjectRecord, PromptRecord, Rectangle } from '../../document/index.ts'
import type { Box } from '../../image/index.ts'
import { Mask, stroke } from '../../mask/index.ts'

/** What an object is made of while it is worked on. A value. */
export type Work = {
  readonly prompt: PromptRecord
  readonly mask: Mask | null
  /** The mask as the network gave it; what differs was done by hand, and outlasts the network's next answer. */
  readonly network: Mask | null
  readonly model: string | null
  readonly threshold: number | null
  readonly doubt: number | null
}

export const noPrompt: PromptRecord = { points: [], include: [], exclude: [] }

export const nothing: Work = {
  prompt: noPrompt,
  mask: null,
  network: null,
  model: null,
  threshold: null,
  doubt: null,
}

const decoded = new WeakMap<MaskRecord, Mask>()

/** The mask of an object, decoded once; null when it has none yet. */
export function maskOf({ mask: record }: Pick<ObjectRecord, 'mask'>): Mask | null {
  if (!record) return null
  let mask = decoded.get(record)
  if (!mask) {
    mask = Mask.fromRle(record)
    decoded.set(record, mask)
  }
  return mask
}

/** Where an object is: the box of its mask or, as long as it has none, the one that it came with. */
export function extentOfObject(object: ObjectRecord): Box | undefined {
  return maskOf(object)?.box ?? (object.box ? cornersOf(object.box) : undefined)
}

/** The JSON of a mask, from which maskOf gives the same mask back without decoding. */
function recordOf(mask: Mask): MaskRecord {
  const record = mask.toRle()
  decoded.set(record, mask)
  return record
}

/** Whether a network can be asked: four extreme points, or a box. */
export const isComplete = ({ points, box }: PromptRecord): boolean => box !== undefined || points.length >= 4

/** Masks from the network by the records of what was made of them. They do not outlast the page. */
const networks = new WeakMap<MaskRecord, Mask>()

/** An object of the document as work. */
export function workOn(object: ObjectRecord): Work {
  const mask = maskOf(object)
  const { mask: record, edited, model, threshold, doubt } = object
  const prompt = object.prompt ?? (mask ? noPrompt : promptFromBox(object))
  const network = edited ? ((record && networks.get(record)) ?? null) : object.prompt && mask
  return { prompt, mask, network, model, threshold, doubt }
}

/** A box that came from elsewhere is a prompt as good as one that was drawn. */
function promptFromBox({ box }: ObjectRecord): PromptRecord {
  return box ? { ...noPrompt, box: cornersOf(box) } : noPrompt
}

/** The first and last pixels in a rectangle, whose edges may lie between pixels. */
export const cornersOf = ({ x, y, width, height }: Rectangle): Box => ({
  x0: x,
  y0: y,
  x1: x + width - 1,
  y1: y + height - 1,
})

/** What is stored of a piece of work. */
export function fields({ prompt, mask, network, model, threshold, doubt }: Work): ObjectPatch {
  const record = mask && recordOf(mask)
  if (record && network) networks.set(record, network)
  return {
    mask: record,
    prompt: isComplete(prompt) ? prompt : null,
    edited: mask !== null && !(network && mask.equals(network)),
    model,
    threshold,
    doubt,
  }
}

/**
 * Work with another mask from the network. Pixels that were painted or erased by hand stay so, and the pixels of
 * corrections are on the side that was asked for, in a disc of a few pixels where the network would not have it.
 *
 * @param radius  of that disc, in pixels of the photo
 * @returns how many corrections needed a disc, too
 */
export function withNetwork(work: Work, network: Mask, radius: number): { work: Work; forced: number } {
  let mask = network
  if (work.mask && work.network && !work.mask.equals(work.network))
    mask = mask.union(work.mask.difference(work.network)).difference(work.network.difference(work.mask))
  const wronglyOut = work.prompt.include.filter(point => !mask.has(point))
  mask = wronglyOut.reduce((pixels, point) => pixels.union(stroke([point], radius, pixels)), mask)
  const wronglyIn = work.prompt.exclude.filter(point => mask.has(point))
  mask = wronglyIn.reduce((pixels, point) => pixels.difference(stroke([point], radius, pixels)), mask)
  return { work: { ...work, mask, network }, forced: wronglyOut.length + wronglyIn.length }
}
