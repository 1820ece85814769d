import { type Operator, single, type Value } from '../graph.ts'
import { expectRank, sameType } from '../shapes.ts'
import { convWindow } from './conv.ts'
import { convKernelGradient } from './conv-kernel-gradient.ts'
import { type Window, windowAttributes } from './convolution.ts'

type TransposedWindow = Window & { readonly output_padding: readonly [number, number] }

const operator: Operator<TransposedWindow> = {
  type: 'ConvTranspose',
  infer([x, weight], { strides, dilations, pads, group, output_padding }) {
    expectRank('x', x!, 4)
    expectRank('weight', weight!, 4)
    sameType(x!, weight!)
    const [batch, channels, ...sides] = x!.shape
    const [inner, out, ...taps] = weight!.shape
    if (channels !== inner) throw new Error(`x has ${channels} channels, weight expects ${inner}`)
    const spread = sides.map((side, i) => {
      const span = dilations[i]! * (taps[i]! - 1) + 1
      const result = strides[i]! * (side - 1) + span + output_padding[i]! - pads[i]! - pads[i + 2]!
      if (!(output_padding[i]! >= 0 && output_padding[i]! < strides[i]!))
        throw new Error(`a side of ${result} does not hold ${side} windows, which is what x has`)
      return result
    })
    return { type: x!.type, shape: [batch!, out! * group, ...spread] }
  },
  // The operator is the adjoint of a convolution with the same window: its gradient is that convolution.
  gradient: ({ dy, x: [x, weight], attributes }) => [
    () => convWindow(dy, weight!, attributes),
    () => convKernelGradient(dy, x!, weight!.shape, attributes),
  ],
}
const build = single(operator)

/**
 * The adjoint of a convolution: spreads x, N×C×H×W, through a weight, C × out/group × rows × columns, over
 * what a convolution with that window would have read. ONNX ConvTranspose-11.
 *
 * @param sides  rows and columns of the result, of which the window alone leaves the last stride - 1 open
 */
export function convTranspose(x: Value, weight: Value, at: Window, sides: readonly [number, number]): Value {
  const least = ([0, 1] as const).map(axis => {
    const span = at.dilations[axis] * (weight.shape[axis + 2]! - 1) + 1
    return at.strides[axis] * (x.shape[axis + 2]! - 1) + span - at.pads[axis] - at.pads[axis + 2]!
  })
  const output_padding = [sides[0] - least[0]!, sides[1] - least[1]!] as const
  return build([x, weight], { ...windowAttributes(at), output_padding })
}
