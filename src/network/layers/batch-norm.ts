import { add, div, mul, reduceMean, reshape, sqrt, sub, type Value } from '../../onnx/index.ts'
import type { Parameters } from '../parameters.ts'

const epsilon = 1e-5

/**
 * Batch norm by the statistics of the batch, N,C,h,w -> N,C,h,w (Ioffe and Szegedy, ICML 2015).
 *
 * Parameters: weight [C] and bias [C]. The variance is the population's, as torch uses it in training mode.
 */
export function batchNorm(x: Value, p: Parameters): Value {
  const channels = x.shape[1]!
  const perChannel = (name: string, value: number) =>
    reshape(p.get(name, [channels], { kind: 'constant', value }), [1, channels, 1, 1])
  return x.graph.within(p.path, () => {
    const centred = sub(x, reduceMean(x, [0, 2, 3]))
    const deviation = sqrt(add(reduceMean(mul(centred, centred), [0, 2, 3]), epsilon))
    return add(mul(div(centred, deviation), perChannel('weight', 1)), perChannel('bias', 0))
  })
}
