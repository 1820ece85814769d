import * as v from 'valibot'
import { add, maxPool, relu, scaleShift, slice, type Value } from '../../onnx/index.ts'
import type { Backbone } from '../features.ts'
import { convNormRelu, convolution } from '../layers/index.ts'
import type { Parameters } from '../parameters.ts'

/**
 * ResNet-50 v2 (pre-activation; He et al., ECCV 2016), stages 1 to 3 as in the starting weights, and a fourth
 * of any width where wanted.
 */
export const resnet50v2Schema = v.object({
  name: v.literal('resnet50v2'),
  /** At 8, stage 3 keeps the resolution of stage 2 and its 3×3 convolutions are dilated by 2. */
  outputStride: v.optional(v.picklist([8, 16]), 16),
  /**
   * Where guidance enters: as further channels of the first convolution, or through two convolutions of its
   * own whose result is added after stage 1, which lets stem and stage 1 see nothing but the photo.
   */
  guidance: v.optional(v.picklist(['input', 'stage1']), 'input'),
  /** Inner channels of a fourth stage of three units, dilated instead of strided; 0 for none. */
  fourthStage: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
})

const stages = [
  { units: 3, width: 64, stride: 1 },
  { units: 4, width: 128, stride: 2 },
  { units: 6, width: 256, stride: 2 },
] as const

/** N,C,H,W -> 1024 channels (four times the fourth stage's where there is one) at stride 8 or 16. */
export const resnet50v2: Backbone<v.InferOutput<typeof resnet50v2Schema>> = (input, p, config) => {
  const [rgb, guidance] = split(input, config.guidance === 'input' ? 0 : input.shape[1]! - 3)
  // The statistics of ImageNet and the batch norm of the data, folded to one scale and shift per channel.
  const first = convNormRelu(
    normalised(rgb, p.at('input')),
    { convolution: p.at('conv1'), norm: p.at('bn1') },
    64,
    { size: 7, stride: 2, normalisation: 'folded' },
  )
  const byStride = new Map([[2, first]])
  let x = maxPool(first, { size: 3, stride: 2, padding: 1 })
  let at = { stride: 4, dilation: 1 }
  const fourth = config.fourthStage ? [{ units: 3, width: config.fourthStage, stride: 2 }] : []
  for (const [i, stage] of [...stages, ...fourth].entries()) {
    const dilate = at.stride * stage.stride > config.outputStride
    for (let index = 0; index < stage.units; index++) {
      const stride = index === 0 && !dilate ? stage.stride : 1
      const dilation = at.dilation * (dilate ? stage.stride : 1)
      x = unit(x, p.at(`stage${i + 1}`).at(`unit${index + 1}`), {
        ...stage,
        stride,
        dilation,
        project: index === 0,
      })
    }
    at = dilate
      ? { stride: at.stride, dilation: at.dilation * stage.stride }
      : { stride: at.stride * stage.stride, dilation: 1 }
    if (i === 0 && guidance) x = add(x, guidanceStem(guidance, p.at('guidance'), x.shape[1]!))
    if (at.stride !== config.outputStride) byStride.set(at.stride, x)
  }
  const top = activation(x, p.at('final'))
  byStride.set(at.stride, top)
  return { byStride, top }
}

function split(input: Value, guidance: number): [Value, Value | undefined] {
  const channels = input.shape[1]!
  const part = (start: number, end: number) => slice(input, { axes: [1], starts: [start], ends: [end] })
  const rgb = part(0, channels - guidance)
  return [rgb, guidance > 0 ? part(channels - guidance, channels) : undefined]
}

function normalised(x: Value, p: Parameters): Value {
  const channels = x.shape[1]!
  const scale = p.get('scale', [channels], { kind: 'constant', value: 1 / 64 })
  return scaleShift(x, scale, p.get('shift', [channels], { kind: 'constant', value: 0 }))
}

function activation(x: Value, p: Parameters): Value {
  const scale = p.get('scale', [x.shape[1]!], { kind: 'constant', value: 1 })
  return relu(scaleShift(x, scale, p.get('shift', [x.shape[1]!], { kind: 'constant', value: 0 })))
}

/** Guidance channels to stage 1's width and stride. N,C,H,W -> N,width,H/4,W/4. */
function guidanceStem(x: Value, p: Parameters, width: number): Value {
  const half = relu(convolution(x, p.at('conv1'), 32, { size: 3, stride: 2 }))
  const quarter = relu(convolution(half, p.at('conv2'), 64, { size: 3, stride: 2 }))
  // Starts at 0, so that training starts from what the backbone has learned.
  return convolution(quarter, p.at('conv3'), width, { initial: { kind: 'constant', value: 0 } })
}

type Unit = {
  readonly width: number
  readonly stride: number
  readonly dilation: number
  readonly project: boolean
}

/** Norm and ReLU before each convolution. N,C,h,w -> N,4·width,h/stride,w/stride. */
function unit(x: Value, p: Parameters, { width, stride, dilation, project }: Unit): Value {
  const normalisation = 'folded'
  const active = activation(x, p.at('bn1'))
  const reduced = convNormRelu(active, { convolution: p.at('conv1'), norm: p.at('bn2') }, width, {
    normalisation,
  })
  const spatial = convNormRelu(reduced, { convolution: p.at('conv2'), norm: p.at('bn3') }, width, {
    size: 3,
    stride,
    dilation,
    normalisation,
  })
  const expanded = convolution(spatial, p.at('conv3'), 4 * width, { bias: false })
  const shortcut = project ? convolution(active, p.at('shortcut'), 4 * width, { stride, bias: false }) : x
  return add(expanded, shortcut)
}
