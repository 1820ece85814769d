import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { adaptInput, foldNorms, initialWeights, type Network } from '../network/index.ts'
import { readModel } from '../onnx/index.ts'
import { type FloatModel, modelNetwork, readDescription } from '../segmenter/index.ts'
import type { Tensor } from '../tensor/index.ts'
import { describeMatch, matchTensors, readWeights } from '../weights/index.ts'
import { CommandError } from './errors.ts'
import { readInput } from './files.ts'

/** Weights that a network starts from or is made of, and what is known of them. */
export type Weights = {
  readonly tensors: ReadonlyMap<string, Tensor>
  /** How they came about, oldest first. */
  readonly lineage: readonly string[]
  /** Their terms, where the file states them. */
  readonly licence: string | undefined
}

/**
 * The weights in a model file of ours, or in a .pth, .safetensors or .npy file.
 *
 * @throws CommandError when the model is quantised
 */
export async function readWeightFile(path: string, network: Network): Promise<Weights> {
  const bytes = await readInput(path)
  if (/\.onnx$/i.test(path)) {
    const { lineage, licence } = readDescription(bytes, path)
    const tensors = readModel(bytes, path).weights
    if ([...tensors.values()].some(({ type }) => type === 'int8'))
      throw new CommandError(
        `${path}: this model is quantised to int8, expected float16 or float32; name the one that it was made of`,
      )
    return { tensors, lineage, licence }
  }
  const hash = createHash('sha256').update(bytes).digest('hex')
  return {
    tensors: adaptInput(foldNorms(readWeights(bytes, path), network), network),
    lineage: [`weights of ${basename(path)} (SHA-256 ${hash})`],
    licence: undefined,
  }
}

/**
 * A model file as its description and all weights of its network.
 *
 * @throws CommandError when the model is quantised, or a weight is missing; ModelFileError when it is no model of ours
 */
export async function readWholeModel(path: string): Promise<FloatModel> {
  const description = readDescription(await readInput(path), path)
  const network = modelNetwork(description)
  const { matched, missing, wrongShape, text } = fitWeights(
    await readWeightFile(path, network),
    network,
    path,
  )
  if (missing.length + wrongShape.length > 0)
    throw new CommandError(`${path}: its weights are not those of its network\n${indented(text)}`)
  return { description, weights: initialWeights(network, matched, 0) }
}

/**
 * What fits the network by name and shape, and the comparison in words.
 *
 * @throws CommandError when nothing does
 */
export function fitWeights({ tensors }: Weights, network: Network, path: string) {
  const shapes = new Map([...network.graph.parameters].map(([name, { shape }]) => [name, shape]))
  const match = matchTensors(tensors, shapes)
  if (match.matched.size === 0)
    throw new CommandError(
      `${path}: none of its ${tensors.size} tensors fits the network\n${indented(describeMatch(match))}`,
    )
  return { ...match, text: describeMatch(match) }
}

export function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}
