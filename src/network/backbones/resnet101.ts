import * as v from 'valibot'
import { add, maxPool, relu, type Value } from '../../onnx/index.ts'
import type { Backbone } from '../features.ts'
import { convNorm, convNormRelu, type Normalisation } from '../layers/index.ts'
import type { Parameters } from '../parameters.ts'

/** The backbone of the released DEXTR: bottleneck ResNet, output stride 8 by dilation, PAPER.md section 3. */
export const resnet101Schema = v.object({
  name: v.literal('resnet101'),
  /** Blocks of the four stages; the released network has 3, 4, 23, 3. */
  blocks: v.optional(v.tuple([count(), count(), count(), count()]), [3, 4, 23, 3]),
  normalisation: v.optional(v.picklist(['folded', 'batch']), 'folded'),
})

function count() {
  return v.pipe(v.number(), v.integer(), v.minValue(1))
}

const stages = [
  { width: 64, stride: 1, dilation: 1 },
  { width: 128, stride: 2, dilation: 1 },
  { width: 256, stride: 1, dilation: 2 },
  { width: 512, stride: 1, dilation: 4 },
] as const

/** N,C,H,W -> 2048 channels at stride 8. */
export const resnet101: Backbone<v.InferOutput<typeof resnet101Schema>> = (
  input,
  p,
  { blocks, normalisation },
) => {
  const names = { convolution: p.at('conv1'), norm: p.at('bn1') }
  const first = convNormRelu(input, names, 64, { size: 7, stride: 2, normalisation })
  let x = maxPool(first, { size: 3, stride: 2, padding: 1 })
  const byStride = new Map([[2, first]])
  for (const [i, stage] of stages.entries()) {
    for (let block = 0; block < blocks[i]!; block++) {
      const stride = block === 0 ? stage.stride : 1
      x = bottleneck(x, p.at(`layer${i + 1}`).at(block), {
        ...stage,
        stride,
        normalisation,
        project: block === 0,
      })
    }
    byStride.set(i === 0 ? 4 : 8, x)
  }
  return { byStride, top: x }
}

type Block = {
  readonly width: number
  readonly stride: number
  readonly dilation: number
  readonly normalisation: Normalisation
  readonly project: boolean
}

/** The stride sits in the first 1×1 convolution, as in Caffe's ResNet. N,C,h,w -> N,4·width,h/stride,w/stride. */
function bottleneck(
  x: Value,
  p: Parameters,
  { width, stride, dilation, normalisation, project }: Block,
): Value {
  const names = (i: number) => ({ convolution: p.at(`conv${i}`), norm: p.at(`bn${i}`) })
  const reduced = convNormRelu(x, names(1), width, { stride, normalisation })
  const spatial = convNormRelu(reduced, names(2), width, { size: 3, dilation, normalisation })
  const expanded = convNorm(spatial, names(3), 4 * width, { normalisation })
  const shortcut = { convolution: p.at('downsample').at(0), norm: p.at('downsample').at(1) }
  return relu(add(expanded, project ? convNorm(x, shortcut, 4 * width, { stride, normalisation }) : x))
}
