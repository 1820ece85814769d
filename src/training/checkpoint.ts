import { type Tensor, tensor } from '../tensor/index.ts'
import { readSafetensors, writeSafetensors } from '../weights/index.ts'
import type { Recipe } from './recipe.ts'
import type { TrainerState } from './trainer.ts'

/** A trainer's state and what made it: with the data, all that the rest of a run depends on. */
export type Checkpoint = TrainerState & {
  /** As the file has it; recipeSchema reads it. */
  readonly recipe: unknown
}

const stepName = 'step'
const recipeName = 'recipe'
const frozenPrefix = 'frozen/'

/**
 * A checkpoint as a safetensors file: vectors of groups by kind, parameters that are not trained, the number of steps
 * done, and the recipe as the bytes of its JSON.
 */
export function writeCheckpoint({ step, vectors, frozen }: TrainerState, recipe: Recipe): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(recipe))
  const tensors = new Map<string, Tensor>([
    [stepName, tensor('int64', [1], BigInt64Array.of(BigInt(step)))],
    [recipeName, tensor('uint8', [json.length], json)],
  ])
  for (const [name, vector] of vectors)
    tensors.set(name, tensor('float32', [vector.length], vector as Float32Array<ArrayBuffer>))
  for (const [name, weight] of frozen) tensors.set(`${frozenPrefix}${name}`, weight)
  return writeSafetensors(tensors)
}

/** @throws RangeError when the bytes are no checkpoint, naming the file */
export function readCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const vectors = new Map<string, Float32Array>()
  const frozen = new Map<string, Tensor>()
  let step: number | undefined
  let recipe: unknown
  for (const [name, value] of readSafetensors(bytes, file))
    if (name === stepName) step = Number(value.data[0])
    else if (name === recipeName) recipe = JSON.parse(new TextDecoder().decode(value.data as Uint8Array))
    else if (name.startsWith(frozenPrefix)) frozen.set(name.slice(frozenPrefix.length), value)
    else if (value.data instanceof Float32Array) vectors.set(name, value.data)
  if (step === undefined)
    throw new RangeError(`checkpoint: ${file} says no step; expected a file written by dextr train`)
  return { step, vectors, frozen, recipe }
}
