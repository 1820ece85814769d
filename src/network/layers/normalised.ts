import { relu, type Value } from '../../onnx/index.ts'
import type { Parameters } from '../parameters.ts'
import { batchNorm } from './batch-norm.ts'
import { type ConvolutionOptions, convolution } from './convolution.ts'

/**
 * What becomes of a batch norm after a convolution: `folded` into its weight and bias, which is how a network
 * runs and is trained here; `batch` normalises by the statistics of the batch, as the released training does.
 */
export type Normalisation = 'folded' | 'batch'

export type Names = { readonly convolution: Parameters; readonly norm: Parameters }

/** A convolution without bias, then batch norm. N,C,h,w -> N,out,h/stride,w/stride. */
export function convNorm(
  x: Value,
  { convolution: p, norm }: Names,
  out: number,
  { normalisation, ...options }: ConvolutionOptions & { readonly normalisation: Normalisation },
): Value {
  if (normalisation === 'batch') return batchNorm(convolution(x, p, out, { ...options, bias: false }), norm)
  p.fold(norm)
  return convolution(x, p, out, options)
}

/** The same with a ReLU. */
export function convNormRelu(...args: globalThis.Parameters<typeof convNorm>): Value {
  return relu(convNorm(...args))
}
