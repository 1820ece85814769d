import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { writeWhole } from '../../../src/cli/files.ts'
import { readWholeModel } from '../../../src/cli/weight-file.ts'
import { buildNetwork, probability } from '../../../src/network/index.ts'
import type { Graph, Node } from '../../../src/onnx/index.ts'
import type { Shape, TensorData } from '../../../src/tensor/index.ts'
import { buildGradientGraph, buildUpdateGraph } from '../../../src/training/graphs.ts'
import { readRecipe } from '../../../src/training/index.ts'
import { type Group, groupParameters } from '../../../src/training/layout.ts'

/** Where an array lies in constants.bin, in bytes. */
type Place = { readonly shape: Shape; readonly offset: number; readonly length: number }

/** What graphs.json has beside the graphs. */
export type GraphsFile = {
  readonly size: number
  readonly channels: number
  readonly batch: number
  readonly predictBatch: number
  readonly groups: readonly Group[]
  /** Names of the parameters that are not trained. */
  readonly frozen: readonly string[]
  /** The starting weights; the weights that come back have their order. */
  readonly weights: Readonly<Record<string, Place>>
}

/** The gradient, update and inference graphs of a recipe as JSON, their constants and the starting weights as bytes. */
export async function writeGraphs(options: {
  readonly recipe: string
  readonly model: string
  readonly out: string
  readonly batch: number | undefined
  readonly predictBatch: number
}): Promise<void> {
  const { model, out, predictBatch } = options
  const recipe = readRecipe(await readFile(options.recipe, 'utf8'), options.recipe)
  const { network, preset, batch: usual } = recipe
  const { size } = preset
  const batch = options.batch ?? usual
  if (recipe.accumulation > 1 || recipe.patches || recipe.averaging === 0)
    throw new Error(
      'export: expected a recipe that keeps an average, without patches and with an accumulation of 1',
    )
  const { description, weights } = await readWholeModel(model)
  if (!isDeepStrictEqual(description.network, network))
    throw new Error(`export: ${model} is of another network than ${options.recipe}`)

  const answering = buildNetwork(network, [predictBatch, network.channels, size, size])
  answering.graph.output('probability', probability(answering, network))
  const parameters = [...answering.graph.parameters.values()]
  const { groups, frozen } = groupParameters(parameters, recipe.rates)
  const blob = new Blob()
  const graphs = {
    gradient: plain(buildGradientGraph({ ...recipe, size, batch, groups, accumulate: false }), blob),
    update: plain(buildUpdateGraph({ ...recipe, groups, averages: true }), blob),
    inference: plain(answering.graph, blob),
  }
  const file: GraphsFile = {
    ...{ size, channels: network.channels, batch, predictBatch, groups, frozen },
    weights: Object.fromEntries(
      parameters.map(({ name, shape }) => [name, blob.add(shape, weights.get(name)!.data)]),
    ),
  }
  await writeWhole(join(out, 'graphs.json'), JSON.stringify({ ...file, ...graphs }))
  await writeWhole(join(out, 'constants.bin'), blob.bytes())
  for (const [name, { nodes }] of Object.entries(graphs)) console.log(`${name}: ${nodes.length} nodes`)
}

/** Arrays one after the other. */
class Blob {
  readonly #parts: Uint8Array[] = []
  #length = 0

  add(shape: Shape, { buffer, byteOffset, byteLength }: TensorData): Place {
    const place = { shape, offset: this.#length, length: byteLength }
    // NumPy takes an array of 8-byte numbers from a place that 8 divides.
    this.#append(new Uint8Array(buffer, byteOffset, byteLength))
    this.#append(new Uint8Array(-byteLength & 7))
    return place
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts)
  }

  #append(part: Uint8Array) {
    this.#parts.push(part)
    this.#length += part.length
  }
}

function plain(graph: Graph, blob: Blob) {
  const nodes = needed(graph)
  const used = new Set(nodes.flatMap(({ inputs }) => inputs))
  return {
    inputs: graph.inputs.map(({ name, shape }) => ({ name, shape })),
    constants: graph.constants
      .filter(constant => used.has(constant))
      .map(({ name, type, shape, tensor }) => ({ name, type, ...blob.add(shape, tensor!.data) })),
    nodes: nodes.map(({ operator, inputs, outputs, attributes }) => ({
      type: operator.type,
      inputs: inputs.map(({ name }) => name),
      output: outputs[0]!.name,
      shape: outputs[0]!.shape,
      attributes,
    })),
    outputs: Object.fromEntries([...graph.outputs].map(([name, value]) => [name, value.name])),
  }
}

/** The nodes that the outputs come from; the rules of gradients leave others behind. */
function needed({ nodes, outputs }: Graph): Node[] {
  const wanted = new Set(outputs.values())
  const kept = nodes.toReversed().filter(node => {
    const isWanted = node.outputs.some(output => wanted.has(output))
    if (isWanted) for (const input of node.inputs) wanted.add(input)
    return isWanted
  })
  return kept.reverse()
}
