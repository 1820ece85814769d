import * as v from 'valibot'
import { add, div, mul, sqrt, sub, type Value } from '../onnx/index.ts'

const share = () => v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const positive = () => v.pipe(v.number(), v.gtValue(0))
const decay = () => v.optional(v.pipe(v.number(), v.minValue(0)), 0)

/** An optimiser as data; the learning rate comes from the schedule. */
export const optimiserSchema = v.variant('name', [
  v.strictObject({
    name: v.literal('sgd'),
    momentum: v.optional(share(), 0.9),
    nesterov: v.optional(v.boolean(), false),
    weightDecay: decay(),
  }),
  v.strictObject({
    name: v.picklist(['adam', 'adamw']),
    beta1: v.optional(share(), 0.9),
    beta2: v.optional(share(), 0.999),
    epsilon: v.optional(positive(), 1e-8),
    weightDecay: decay(),
  }),
])

export type OptimiserConfig = v.InferOutput<typeof optimiserSchema>

/** One number, [1], that a run gives at every step. */
export type Scalars = {
  readonly rate: Value
  /** 1 - beta1^t and 1 - beta2^t of step t = 1, 2, ...: what Adam divides its moments by. */
  readonly correction1: Value
  readonly correction2: Value
}

/** How many values an optimiser remembers for every parameter; all start at 0. */
export function momentCount(config: OptimiserConfig): number {
  return config.name === 'sgd' ? 1 : 2
}

/**
 * The parameters after a step, and the moments after it, as nodes; all are vectors of one length.
 *
 * SGD keeps buffer = momentum · buffer + gradient and moves by rate · buffer. Adam adds weight decay to the
 * gradient (Kingma and Ba, ICLR 2015), AdamW shrinks the parameters by rate · decay first (Loshchilov and
 * Hutter, ICLR 2019); both take epsilon outside of the root. As in torch.optim.
 */
export function updated(
  parameters: Value,
  gradient: Value,
  moments: readonly Value[],
  scalars: Scalars,
  config: OptimiserConfig,
): { parameters: Value; moments: Value[] } {
  const { rate } = scalars
  const { weightDecay } = config
  const decoupled = config.name === 'adamw'
  const g = weightDecay && !decoupled ? add(gradient, mul(parameters, weightDecay)) : gradient
  if (config.name === 'sgd') {
    const buffer = add(mul(moments[0]!, config.momentum), g)
    const direction = config.nesterov ? add(g, mul(buffer, config.momentum)) : buffer
    return { parameters: sub(parameters, mul(direction, rate)), moments: [buffer] }
  }
  const { beta1, beta2, epsilon } = config
  const first = add(mul(moments[0]!, beta1), mul(g, 1 - beta1))
  const second = add(mul(moments[1]!, beta2), mul(mul(g, g), 1 - beta2))
  // rate · (first / c1) / (√(second / c2) + ε) with the corrections c1 and c2 in numbers instead of vectors.
  const root = sqrt(scalars.correction2)
  const step = div(mul(rate, root), scalars.correction1)
  const move = mul(div(first, add(sqrt(second), mul(root, epsilon))), step)
  const shrunk = decoupled && weightDecay ? mul(parameters, sub(1, mul(rate, weightDecay))) : parameters
  return { parameters: sub(shrunk, move), moments: [first, second] }
}
