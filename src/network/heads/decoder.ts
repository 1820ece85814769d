import * as v from 'valibot'
import { concat, relu, type Value } from '../../onnx/index.ts'
import type { Features, Head } from '../features.ts'
import { convolution, pyramidPooling, resizeBilinear } from '../layers/index.ts'
import type { Parameters } from '../parameters.ts'

const channels = () => v.pipe(v.number(), v.integer(), v.minValue(1))

/**
 * Pyramid pooling, then a decoder that climbs back to finer strides with the help of earlier features, as
 * DeepLab v3+ does (Chen et al., ECCV 2018).
 */
export const decoderSchema = v.object({
  name: v.literal('decoder'),
  bins: v.optional(v.array(channels()), [1, 2, 3, 6]),
  branch: v.optional(channels(), 128),
  width: v.optional(channels(), 256),
  /** From coarse to fine: the stride reached, channels taken from the backbone there, and channels given. */
  levels: v.optional(v.array(v.object({ stride: channels(), skip: channels(), width: channels() })), [
    { stride: 8, skip: 48, width: 96 },
    { stride: 4, skip: 32, width: 64 },
  ]),
})

/** Logits at the stride of the last level. */
export const decoder: Head<v.InferOutput<typeof decoderSchema>> = (features, p, config, classes) => {
  const at = p.at('decoder')
  const { bins, branch, width } = config
  const options = { bins, branch, width, normalisation: 'folded', alignment: 'edges' } as const
  let x = pyramidPooling(features.top, at.at('pyramid'), options)
  for (const level of config.levels) x = climb(x, features, at.at(`stride${level.stride}`), level)
  return convolution(x, at.at('logits'), classes, { size: 3 })
}

/**
 * To a finer stride: narrowed while the map is still coarse, resized, joined by the backbone's features there,
 * mixed by one 3×3 convolution.
 */
function climb(
  x: Value,
  { byStride }: Features,
  p: Parameters,
  { stride, skip, width }: { readonly stride: number; readonly skip: number; readonly width: number },
): Value {
  const finer = byStride.get(stride)
  if (!finer)
    throw new RangeError(
      `decoder: the backbone has no features at stride ${stride}, only at ${[...byStride.keys()].join(', ')}`,
    )
  const detail = relu(convolution(finer, p.at('skip'), skip))
  const narrow = relu(convolution(x, p.at('narrow'), width))
  const coarse = resizeBilinear(narrow, finer.shape.slice(2) as [number, number], 'edges')
  return relu(convolution(concat([coarse, detail]), p.at('mix'), width, { size: 3 }))
}
