import { buildNetwork } from '../network/index.ts'
import type { Graph, Value } from '../onnx/index.ts'
import { dataTypes, elementCount } from '../tensor/index.ts'
import { buildGradientGraph } from './graphs.ts'
import { groupParameters } from './layout.ts'
import { momentCount } from './optimisers.ts'
import type { Recipe } from './recipe.ts'

// Fitted to the resident memory of training processes of ResNet-50 with decoder, batches of 1 to 8 crops of 256²,
// frozen to the decoder, to stage 1 and not at all, SGD and AdamW: within 10 % of each of seven.

/** Node, its libraries and code. */
const base = 250e6
/** Of values alive at a time: ONNX Runtime's arena keeps more, in another order. */
const arena = 2.3
/** Of a trained vector, beside its own arrays: starting values, the update's intermediate values. */
const perTrained = 12
/** Of a frozen parameter: in the file of the graph and in the session. */
const perFrozen = 2

/** Bytes that a training process is going to need, without the decoded photos that it keeps. */
export function trainingMemory(recipe: Recipe): number {
  const { network: config, preset, batch, accumulation, optimiser, averaging, rates } = recipe
  const { size } = preset
  const { graph } = buildNetwork(config, [1, config.channels, size, size])
  const { groups, frozen } = groupParameters(graph.parameters.values(), rates)
  const gradients = buildGradientGraph({ ...recipe, size, groups, accumulate: accumulation > 1 })
  const trained = 4 * groups.reduce((sum, { length }) => sum + length, 0)
  const still = frozen.reduce((sum, name) => sum + byteCount(graph.parameters.get(name)!), 0)
  // Weights, gradient, moments and average, each in two arrays that change places.
  const arrays = 2 * (2 + momentCount(optimiser) + Number(averaging > 0))
  const values = 4 * batch * size ** 2 * (config.channels + 2 * config.classes)
  return (
    base +
    arena * peak(gradients) +
    (perTrained + arrays) * trained +
    perFrozen * still +
    accumulation * values
  )
}

/** Bytes of the values that are alive at the worst moment when nodes run in order and none is kept too long. */
function peak({ nodes, outputs }: Graph): number {
  const kept = new Set(outputs.values())
  const lastUse = new Map<Value, number>()
  nodes.forEach(({ inputs }, i) => {
    for (const value of inputs) lastUse.set(value, i)
  })
  let alive = 0
  let most = 0
  nodes.forEach(({ inputs, outputs: made }, i) => {
    // Outputs of the graph have arrays of their own.
    for (const value of made) if (!kept.has(value)) alive += byteCount(value)
    most = Math.max(most, alive)
    for (const value of new Set([...inputs, ...made]))
      if (value.node && !kept.has(value) && (lastUse.get(value) ?? i) === i) alive -= byteCount(value)
  })
  return most
}

function byteCount({ shape, type }: Value): number {
  return elementCount(shape) * dataTypes[type].BYTES_PER_ELEMENT
}
