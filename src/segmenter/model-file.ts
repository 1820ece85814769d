import * as v from 'valibot'
import { inputChannels, presetSchema } from '../guidance/index.ts'
import { buildNetwork, type Network, networkSchema, probability } from '../network/index.ts'
import { type Graph, type ModelFile, readModel, writeModel } from '../onnx/index.ts'
import { float32ToFloat16, type Shape, type Tensor, tensor } from '../tensor/index.ts'

/** The key of the description in the file's metadata. */
const key = 'dextr'

/** What a model file says of itself; a loader needs nothing else. */
export const descriptionSchema = v.pipe(
  v.object({
    version: v.literal(1),
    name: v.string(),
    network: networkSchema,
    preset: presetSchema,
    /** Inputs that go through the network at a time; one when absent. */
    batch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** How the weights came about, oldest first: starting weights, then each run. */
    lineage: v.array(v.string()),
    /** Under which terms the weights may be used, and why. */
    licence: v.string(),
  }),
  v.check(
    ({ network, preset }) => network.channels === inputChannels(preset),
    'network.channels: expected three colours and one for each channel of the preset',
  ),
)

export type Description = v.InferOutput<typeof descriptionSchema>

/** A model by its parts: what its file says, and the weights of all parameters of its network. */
export type FloatModel = {
  readonly description: Description
  readonly weights: ReadonlyMap<string, Tensor<'float32'>>
}

/** A model that cannot be used; the message names the file, what is wrong with it and what to do. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError'
}

/** Names of input and output of every model file: batch × channels × size × size, batch × classes × size × size. */
export const modelInput = 'input'
export const modelOutput = 'probability'

/**
 * A network with its weights as one ONNX file that describes itself: clicks' crop in, probability out.
 *
 * @param precision  float16 halves the file; ONNX Runtime widens it when it loads
 * @throws RangeError when a weight is missing or of another shape, naming it
 */
export function writeModelFile(
  description: Description,
  weights: ReadonlyMap<string, Tensor<'float32'>>,
  precision: 'float32' | 'float16' = 'float16',
): Uint8Array {
  const { graph } = modelNetwork(description)
  const missing = [...graph.parameters.keys()].filter(name => !weights.has(name))
  if (missing.length > 0)
    throw new RangeError(`model: ${missing.length} weights are missing, the first is "${missing[0]}"`)
  const stored = new Map(
    [...weights].map(([name, weight]): [string, Tensor] => [
      name,
      precision === 'float16' ? halve(weight) : weight,
    ]),
  )
  return writeDescribedGraph(description, graph, stored)
}

/** The network of a model file, with its output. Nodes and values have the same names each time. */
export function modelNetwork({ network: config, preset, batch = 1 }: Description): Network {
  const network = buildNetwork(config, [batch, config.channels, preset.size, preset.size])
  network.graph.output(modelOutput, probability(network, config))
  return network
}

/**
 * A graph that computes what the description says, in whatever way, as a model file.
 *
 * @throws RangeError when a weight is of another shape or element type than its parameter
 */
export function writeDescribedGraph(
  description: Description,
  graph: Graph,
  weights: ReadonlyMap<string, Tensor>,
): Uint8Array {
  return writeModel(graph, { weights, metadata: { [key]: JSON.stringify(description) } })
}

/**
 * The description in a model file, read without decoding the weights.
 *
 * @param name  of the file, for errors
 * @throws ModelFileError when it is no model file of ours, its description is damaged, or its graph is another
 *   than the description says
 */
export function readDescription(bytes: Uint8Array, name: string): Description {
  const file = readFile(bytes, name)
  const text = file.metadata[key]
  if (text === undefined)
    throw new ModelFileError(`${name}: no model; expected a file made by dextr train or dextr import`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ModelFileError(`${name}: its description is damaged (${(error as Error).message})`, {
      cause: error,
    })
  }
  const parsed = v.safeParse(descriptionSchema, json)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const place = v.getDotPath(issue)
    throw new ModelFileError(`${name}: ${place ? `${place}: ` : ''}${issue.message}`)
  }
  const { network, preset, batch = 1 } = parsed.output
  checkShape(name, modelInput, file.inputs, [batch, network.channels, preset.size, preset.size])
  checkShape(name, modelOutput, file.outputs, [batch, network.classes, preset.size, preset.size])
  return parsed.output
}

function readFile(bytes: Uint8Array, name: string): ModelFile {
  if (bytes.length === 0) throw new ModelFileError(`${name}: the file is empty; copy or download it again`)
  try {
    return readModel(bytes, name)
  } catch (error) {
    throw new ModelFileError((error as Error).message, { cause: error })
  }
}

function checkShape(file: string, name: string, signatures: ModelFile['inputs'], expected: Shape) {
  const found = signatures.get(name)?.shape
  if (found?.join() !== expected.join())
    throw new ModelFileError(
      `${file}: "${name}" is ${found?.join('×') ?? 'missing'}, but the description says ${expected.join('×')}; write the file again`,
    )
}

function halve({ shape, data }: Tensor<'float32'>): Tensor {
  return tensor('float16', shape, float32ToFloat16(data) as Uint16Array<ArrayBuffer>)
}
