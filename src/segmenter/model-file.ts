import * as v from 'valibot'
import { inputChannels, presetSchema } from '../guidance/index.ts'
import { buildNetwork, networkSchema, probability } from '../network/index.ts'
import { readModel, writeModel } from '../onnx/index.ts'
import { float32ToFloat16, type Tensor, tensor } from '../tensor/index.ts'

/** The key of the description in the file's metadata. */
const key = 'dextr'

/** What a model file says of itself; a loader needs nothing else. */
export const descriptionSchema = v.pipe(
  v.object({
    version: v.literal(1),
    name: v.string(),
    network: networkSchema,
    preset: presetSchema,
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

/** Names of input and output of every model file: 1 × channels × size × size, 1 × classes × size × size. */
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
  const { network: config, preset } = description
  const network = buildNetwork(config, [1, config.channels, preset.size, preset.size])
  network.graph.output(modelOutput, probability(network, config))
  const missing = [...network.graph.parameters.keys()].filter(name => !weights.has(name))
  if (missing.length > 0)
    throw new RangeError(`model: ${missing.length} weights are missing, the first is "${missing[0]}"`)
  const stored = new Map(
    [...weights].map(([name, weight]): [string, Tensor] => [name, precision === 'float16' ? halve(weight) : weight]),
  )
  return writeModel(network.graph, { weights: stored, metadata: { [key]: JSON.stringify(description) } })
}

/**
 * The description in a model file, read without decoding the weights.
 *
 * @param name  of the file, for errors
 * @throws RangeError when it is no model file of ours, or its description is damaged
 */
export function readDescription(bytes: Uint8Array, name: string): Description {
  const text = readModel(bytes, name).metadata[key]
  if (text === undefined)
    throw new RangeError(`model: ${name} has no description; expected a file made by dextr train or dextr import`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new RangeError(`model: ${name} has a damaged description (${(error as Error).message})`, { cause: error })
  }
  const parsed = v.safeParse(descriptionSchema, json)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new RangeError(`model: ${name}: ${v.getDotPath(issue) ?? 'description'}: ${issue.message}`)
}

function halve({ shape, data }: Tensor<'float32'>): Tensor {
  return tensor('float16', shape, float32ToFloat16(data) as Uint16Array<ArrayBuffer>)
}
