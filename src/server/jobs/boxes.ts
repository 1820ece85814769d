import type { ObjectRecord } from '../../document/index.ts'
import type { Box } from '../../image/index.ts'
import type { Annotator } from '../annotator.ts'
import type { ObjectWork } from './per-photo.ts'

type BoxObject = ObjectRecord & { readonly box: NonNullable<ObjectRecord['box']> }

/** Masks for objects that have only a box. They wait for review with the model's doubt, so that the worst come first. */
export const boxesToMasks = ({ segmentation }: Annotator): ObjectWork<BoxObject> => ({
  label: count => `Masks of ${count} ${count === 1 ? 'box' : 'boxes'}`,
  isMeant: (object): object is BoxObject => object.mask === null && object.box !== null && !object.locked,
  async change(photo, { id, box }, signal) {
    const prompt = { points: [], box: pixelsOf(box), include: [], exclude: [] }
    const request = { key: id, prompt, probability: false, refine: false }
    const { mask, doubt, threshold, model } = await segmentation.segment(photo, request, signal)
    return { mask, prompt, doubt, threshold, model, review: 'unreviewed' }
  },
})

/** The pixels in a rectangle whose edges may lie between pixels. */
function pixelsOf({ x, y, width, height }: BoxObject['box']): Box {
  const [x0, y0] = [Math.floor(x + 0.5), Math.floor(y + 0.5)]
  return {
    x0,
    y0,
    x1: Math.max(x0, Math.ceil(x + width - 0.5) - 1),
    y1: Math.max(y0, Math.ceil(y + height - 0.5) - 1),
  }
}
