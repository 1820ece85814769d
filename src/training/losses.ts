import * as v from 'valibot'
import {
  add,
  cast,
  div,
  greaterOrEqual,
  maximum,
  mul,
  neg,
  reduceMean,
  reduceSum,
  sigmoid,
  softplus,
  sub,
  type Value,
} from '../onnx/index.ts'

/**
 * What a loss sees, all N×classes×H×W: logits; the share of each pixel that belongs to the object, 0 to 1; and
 * how much the pixel counts, 0 for void.
 */
export type LossInputs = { readonly logits: Value; readonly target: Value; readonly weight: Value }

/** A loss as terms with factors, such as { crossEntropy: 1, softIou: 1 }. */
export const lossSchema = v.strictObject({
  classBalanced: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  crossEntropy: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  softIou: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
})

export type LossConfig = v.InferOutput<typeof lossSchema>

/** The sum of the configured terms, one number with four axes. */
export function loss(inputs: LossInputs, config: LossConfig): Value {
  const terms = [
    ...(config.classBalanced ? [mul(classBalancedCrossEntropy(inputs), config.classBalanced)] : []),
    ...(config.crossEntropy ? [mul(crossEntropy(inputs), config.crossEntropy)] : []),
    ...(config.softIou ? [mul(softIou(inputs), config.softIou)] : []),
  ]
  if (terms.length === 0)
    throw new RangeError('loss: every term has the factor 0, expected one that is larger')
  return terms.reduce((sum, term) => add(sum, term))
}

/**
 * Binary cross entropy where foreground and background weigh the same: each side counts with the share of the
 * other in the whole minibatch (paper section 3; PAPER.md 4.3).
 *
 * @param counts   which pixels make up the shares: `valid` ones, or `all`, void included, as the released code
 * @param average  divides the sum by the batch size as the released script does, by pixels, or not at all
 */
export function classBalancedCrossEntropy(
  { logits, target, weight }: LossInputs,
  { counts = 'valid', average = 'batch' }: ClassBalancedOptions = {},
): Value {
  const all = (value: Value) => reduceSum(value)
  const foreground = cast(greaterOrEqual(target, 0.5), 'float32')
  const background = sub(1, foreground)
  const kept = cast(greaterOrEqual(weight, 0.5), 'float32')
  const [positives, negatives, total] =
    counts === 'all'
      ? // The released code takes pixels of exactly half void off the total, yet keeps their terms.
        [all(foreground), all(background), all(sub(1, cast(greaterOrEqual(neg(weight), -0.5), 'float32')))]
      : [all(mul(foreground, kept)), all(mul(background, kept)), maximum(all(kept), 1)]
  const inside = all(mul(mul(foreground, kept), softplus(neg(logits))))
  const outside = all(mul(mul(background, kept), softplus(logits)))
  const sum = add(mul(div(negatives, total), inside), mul(div(positives, total), outside))
  const [batch, ...rest] = logits.shape as [number, ...number[]]
  const divisor = { batch, pixels: rest.reduce((a, b) => a * b, batch), none: 1 }[average]
  return mul(sum, 1 / divisor)
}

export type ClassBalancedOptions = {
  readonly counts?: 'valid' | 'all'
  readonly average?: 'batch' | 'pixels' | 'none'
}

/** Binary cross entropy against the share of each pixel, averaged by weight over all pixels. */
export function crossEntropy({ logits, target, weight }: LossInputs): Value {
  // -t log s(z) - (1 - t) log(1 - s(z)) = softplus(z) - t z
  const terms = sub(softplus(logits), mul(target, logits))
  return div(reduceSum(mul(weight, terms)), maximum(reduceSum(weight), 1))
}

/** 1 - IoU of probabilities and target, object by object, averaged (Rahman and Wang, ISVC 2016). */
export function softIou({ logits, target, weight }: LossInputs): Value {
  const pixels = [1, 2, 3]
  const p = sigmoid(logits)
  const intersection = reduceSum(mul(weight, mul(p, target)), pixels)
  const both = reduceSum(mul(weight, add(p, target)), pixels)
  const iou = div(add(intersection, 1), add(sub(both, intersection), 1))
  return reduceMean(sub(1, iou))
}
