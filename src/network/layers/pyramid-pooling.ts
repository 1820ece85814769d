import { concat, type Value } from '../../onnx/index.ts'
import type { Parameters } from '../parameters.ts'
import { adaptiveAveragePool } from './adaptive-pool.ts'
import { convNormRelu, type Normalisation } from './normalised.ts'
import { type Alignment, resizeBilinear } from './resize.ts'

export type PyramidOptions = {
  readonly bins: readonly number[]
  /** Channels of each branch. */
  readonly branch: number
  /** Channels of the result. */
  readonly width: number
  readonly normalisation: Normalisation
  readonly alignment: Alignment
}

/**
 * Averages over some numbers of bins a side, each resized back, beside x itself. N,C,h,w -> N,width,h,w
 * (Zhao et al., CVPR 2017). The reduction is a 1×1 convolution, as in the released DEXTR.
 */
export function pyramidPooling(x: Value, p: Parameters, options: PyramidOptions): Value {
  const { bins, branch, width, normalisation, alignment } = options
  const sides = x.shape.slice(2) as [number, number]
  const stages = bins.map((count, i) => {
    const at = p.at('stages').at(i)
    const names = { convolution: at.at(1), norm: at.at(2) }
    const pooled = convNormRelu(adaptiveAveragePool(x, count), names, branch, { normalisation })
    return resizeBilinear(pooled, sides, alignment)
  })
  const at = p.at('bottleneck')
  const names = { convolution: at.at(0), norm: at.at(1) }
  return convNormRelu(concat([...stages, x]), names, width, { normalisation })
}
