import { type Operator, single, type Value } from '../graph.ts'
import { expectRank, sameType } from '../shapes.ts'
import { convInputGradient } from './conv-input-gradient.ts'
import { convKernelGradient } from './conv-kernel-gradient.ts'
import { convolved, type Window, type WindowOptions, window, windowAttributes } from './convolution.ts'
import { reduceSum } from './reduce-sum.ts'
import { reshape } from './reshape.ts'

const operator: Operator<Window> = {
  type: 'Conv',
  infer([x, weight, bias], at) {
    expectRank('x', x!, 4)
    expectRank('weight', weight!, 4)
    sameType(x!, weight!)
    if (bias && bias.shape.join() !== String(weight!.shape[0]))
      throw new Error(`bias has shape ${bias.shape.join('×')}, weight has ${weight!.shape[0]} outputs`)
    return { type: x!.type, shape: convolved(x!.shape, weight!.shape, at) }
  },
  gradient: ({ dy, x: [x, weight, bias], attributes }) => [
    () => convInputGradient(dy, weight!, x!.shape, attributes),
    () => convKernelGradient(x!, dy, weight!.shape, attributes),
    bias && (() => reshape(reduceSum(dy, [0, 2, 3]), bias.shape)),
  ],
}
const build = single(operator)

/**
 * Cross-correlation of x, N×C×H×W, with a weight, out × C/group × rows × columns, plus a bias per output.
 * ONNX Conv-11.
 */
export function conv(
  x: Value,
  weight: Value,
  options: WindowOptions & { bias?: Value | undefined } = {},
): Value {
  return convWindow(x, weight, window(options), options.bias)
}

/** The same with a window that may differ between rows and columns. */
export function convWindow(x: Value, weight: Value, at: Window, bias?: Value): Value {
  return build(bias ? [x, weight, bias] : [x, weight], windowAttributes(at))
}
