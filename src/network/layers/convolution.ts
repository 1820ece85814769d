import { conv, type Value, type WindowOptions } from '../../onnx/index.ts'
import type { Initial, Parameters } from '../parameters.ts'

export type ConvolutionOptions = Pick<WindowOptions, 'stride' | 'dilation'> & {
  readonly size?: number
  readonly bias?: boolean
  readonly initial?: Initial
}

/**
 * A convolution padded so that stride 1 keeps the size. N,C,h,w -> N,out,h/stride,w/stride.
 *
 * Parameters: weight [out, C, size, size] and, unless refused, bias [out], which starts at 0.
 */
export function convolution(x: Value, p: Parameters, out: number, options: ConvolutionOptions = {}): Value {
  const { size = 1, stride = 1, dilation = 1, bias = true, initial = { kind: 'he' } } = options
  return x.graph.within(p.path, () =>
    conv(x, p.get('weight', [out, x.shape[1]!, size, size], initial), {
      stride,
      dilation,
      padding: (dilation * (size - 1)) / 2,
      bias: bias ? p.get('bias', [out], { kind: 'constant', value: 0 }) : undefined,
    }),
  )
}
