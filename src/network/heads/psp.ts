import * as v from 'valibot'
import type { Head } from '../features.ts'
import { convolution, pyramidPooling } from '../layers/index.ts'

/** The head of the released DEXTR: pyramid pooling, then one 1×1 convolution; logits at the backbone's stride. */
export const pspSchema = v.object({
  name: v.literal('psp'),
  normalisation: v.optional(v.picklist(['folded', 'batch']), 'folded'),
})

export const psp: Head<v.InferOutput<typeof pspSchema>> = ({ top }, p, { normalisation }, classes) => {
  const at = p.at('layer5')
  const pooled = pyramidPooling(top, at, {
    bins: [1, 2, 3, 6],
    branch: top.shape[1]! / 4,
    width: 512,
    normalisation,
    alignment: 'corners',
  })
  return convolution(pooled, at.at('final'), classes)
}
