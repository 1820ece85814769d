import { Graph, sigmoid, type Value } from '../onnx/index.ts'
import type { Shape } from '../tensor/index.ts'
import { backbones } from './backbones/index.ts'
import type { NetworkConfig } from './config.ts'
import type { Backbone, Head } from './features.ts'
import { heads } from './heads/index.ts'
import { resizeBilinear } from './layers/index.ts'
import { type FoldedNorm, type Initial, Parameters } from './parameters.ts'

/** A network in a graph, and what its builder knows of the parameters. */
export type Network = {
  readonly graph: Graph
  readonly input: Value
  /** N,classes,h,w at the stride of the head. */
  readonly logits: Value
  readonly initial: ReadonlyMap<string, Initial>
  readonly folded: readonly FoldedNorm[]
}

/**
 * Builds a network for inputs of one shape, N,C,H,W.
 *
 * @throws RangeError when the shape does not fit the configuration, naming the place in the network
 */
export function buildNetwork(config: NetworkConfig, shape: Shape): Network {
  if (shape[1] !== config.channels)
    throw new RangeError(
      `network: an input of ${shape.join('×')}, but the configuration has ${config.channels} channels`,
    )
  const graph = new Graph()
  const list = { graph, initial: new Map<string, Initial>(), folded: [] as FoldedNorm[] }
  const p = new Parameters(list)
  const input = graph.input('input', shape)
  const backbone = backbones[config.backbone.name] as Backbone<typeof config.backbone>
  const head = heads[config.head.name] as Head<typeof config.head>
  const logits = head(backbone(input, p, config.backbone), p, config.head, config.classes)
  return { graph, input, logits, initial: list.initial, folded: list.folded }
}

/** Logits resized to the size of the input, as each head's own convention has it: N,classes,H,W. */
export function fullLogits({ input, logits }: Network, config: NetworkConfig): Value {
  const sides = input.shape.slice(2) as [number, number]
  return resizeBilinear(logits, sides, config.head.name === 'psp' ? 'corners' : 'edges')
}

/** Probability of every pixel of the input to belong to the object: N,classes,H,W, 0 to 1. */
export function probability(network: Network, config: NetworkConfig): Value {
  return sigmoid(fullLogits(network, config))
}
