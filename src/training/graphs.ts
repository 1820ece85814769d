import { buildNetwork, fullLogits, type NetworkConfig, probability } from '../network/index.ts'
import {
  add,
  div,
  Graph,
  gradients,
  maximum,
  mul,
  reduceSum,
  reshape,
  sqrt,
  sub,
  type Value,
  writeModel,
} from '../onnx/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { type Group, type Piece, pieces } from './layout.ts'
import { type LossConfig, loss } from './losses.ts'
import { momentCount, type OptimiserConfig, type Scalars, updated } from './optimisers.ts'

export type GradientGraphOptions = {
  readonly network: NetworkConfig
  /** Side of the square input. */
  readonly size: number
  readonly batch: number
  readonly loss: LossConfig
  readonly groups: readonly Group[]
  /** Values of the parameters that are not trained. */
  readonly frozen: ReadonlyMap<string, Tensor>
  /** Whether gradients are added to those of earlier batches, which are further inputs. */
  readonly accumulate: boolean
}

/** Names of inputs and outputs that belong to one parameter or group. */
export const names = {
  gradient: (parameter: string) => `gradient.${parameter}`,
  accumulated: (parameter: string) => `accumulated.${parameter}`,
  vector: (group: Group, kind: string) => `${group.name}/${kind}`,
  piece: (group: Group, kind: string, { offset }: Piece) => `${group.name}/${kind}/${offset}`,
  next: (group: Group, kind: string, { offset }: Piece) => `${group.name}/${kind}/${offset}/next`,
}

/**
 * The graph of forward pass, loss and gradients, as an ONNX file.
 *
 * Inputs: input N×C×S×S, target and weight N×classes×S×S, every trained parameter under its name. Outputs:
 * loss [1], and a gradient for every trained parameter.
 */
export function gradientGraph(options: GradientGraphOptions): Uint8Array {
  return writeModel(buildGradientGraph(options), { weights: options.frozen })
}

/** The same before it is a file. */
export function buildGradientGraph(options: Omit<GradientGraphOptions, 'frozen'>): Graph {
  const { network: config, size, batch, groups, accumulate } = options
  const network = buildNetwork(config, [batch, config.channels, size, size])
  const { graph } = network
  const logits = fullLogits(network, config)
  const target = graph.input('target', logits.shape)
  const weight = graph.input('weight', logits.shape)
  const total = loss({ logits, target, weight }, options.loss)
  graph.output('loss', reshape(total, [1]))
  const places = groups.flatMap(group => group.places)
  const trained = places.map(({ name }) => graph.parameters.get(name)!)
  const one = graph.constant(tensor('float32', [1, 1, 1, 1], Float32Array.of(1)))
  for (const [i, gradient] of gradients(total, trained, one).entries()) {
    const { name, shape } = places[i]!
    const before = accumulate && graph.input(names.accumulated(name), shape)
    graph.output(names.gradient(name), before ? add(before, gradient) : gradient)
  }
  return graph
}

/**
 * The graph of the probability of every pixel of one input, as an ONNX file.
 *
 * Inputs: input 1×C×S×S, every trained parameter under its name. Output: probability 1×classes×S×S.
 */
export function inferenceGraph({
  network: config,
  size,
  frozen,
}: Pick<GradientGraphOptions, 'network' | 'size' | 'frozen'>): Uint8Array {
  const network = buildNetwork(config, [1, config.channels, size, size])
  network.graph.output('probability', probability(network, config))
  return writeModel(network.graph, { weights: frozen })
}

export type UpdateGraphOptions = {
  readonly groups: readonly Group[]
  readonly optimiser: OptimiserConfig
  /** Largest norm of all gradients together; larger ones are shortened to it. 0 for no limit. */
  readonly clip: number
  /** Whether a running average of the weights is kept. */
  readonly averages: boolean
  /** Batches whose gradients were added up. */
  readonly accumulation: number
}

/**
 * The graph of one optimiser step on vectors of parameters, as an ONNX file. Vectors come in pieces: the twenty or so
 * operations on a piece find it in the cache, which takes half the time of going through whole vectors.
 *
 * Inputs for every piece of every group: weights, gradient, moment0, moment1, average, as the options need them; and the
 * scalars rate, correction1, correction2 and blend, the share of the new weights in the average [1]. Outputs: the same without the gradient, and norm [1], the norm
 * of the gradient before it was shortened.
 */
export function updateGraph(options: UpdateGraphOptions): Uint8Array {
  return writeModel(buildUpdateGraph(options))
}

/** The same before it is a file. */
export function buildUpdateGraph(options: UpdateGraphOptions): Graph {
  const { groups, optimiser, clip, averages, accumulation } = options
  const graph = new Graph()
  const scalar = (name: string) => graph.input(name, [1])
  const scalars = {
    rate: scalar('rate'),
    correction1: scalar('correction1'),
    correction2: scalar('correction2'),
  }
  const blend = averages ? scalar('blend') : undefined
  const all = groups.flatMap(group => pieces(group).map(piece => ({ group, piece })))
  const vectors = all.map(({ group, piece }) => {
    const vector = (kind: string) => graph.input(names.piece(group, kind, piece), [piece.length])
    const gradient = vector('gradient')
    return {
      group,
      piece,
      weights: vector('weights'),
      gradient: accumulation > 1 ? mul(gradient, 1 / accumulation) : gradient,
      moments: Array.from({ length: momentCount(optimiser) }, (_, i) => vector(`moment${i}`)),
      average: averages ? vector('average') : undefined,
    }
  })
  const squares = vectors.map(({ gradient }) => reduceSum(mul(gradient, gradient)))
  const norm = sqrt(squares.reduce((sum, square) => add(sum, square)))
  graph.output('norm', norm)
  // min(1, clip / norm), written with the one comparison there is.
  const shorten = clip > 0 ? div(clip, maximum(norm, clip)) : undefined
  for (const { group, piece, weights, gradient, moments, average } of vectors) {
    const own: Scalars = { ...scalars, rate: group.rate === 1 ? scalars.rate : mul(scalars.rate, group.rate) }
    const config = group.decays ? optimiser : { ...optimiser, weightDecay: 0 }
    const next = updated(weights, shorten ? mul(gradient, shorten) : gradient, moments, own, config)
    const output = (kind: string, value: Value) => graph.output(names.next(group, kind, piece), value)
    output('weights', next.parameters)
    for (const [i, moment] of next.moments.entries()) output(`moment${i}`, moment)
    if (average && blend) output('average', add(average, mul(sub(next.parameters, average), blend)))
  }
  return graph
}
