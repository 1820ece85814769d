import { type Tensor, tensor } from '../tensor/index.ts'
import { readSafetensors, writeSafetensors } from '../weights/index.ts'
import type { TrainerState } from './trainer.ts'

const stepName = 'step'

/** A trainer's state as a safetensors file: vectors of groups by kind, and the number of steps done. */
export function writeCheckpoint({ step, vectors }: TrainerState): Uint8Array {
  const tensors = new Map<string, Tensor>([[stepName, tensor('int64', [1], BigInt64Array.of(BigInt(step)))]])
  for (const [name, vector] of vectors)
    tensors.set(name, tensor('float32', [vector.length], vector as Float32Array<ArrayBuffer>))
  return writeSafetensors(tensors)
}

/** @throws Error when the bytes are no checkpoint, naming the file */
export function readCheckpoint(bytes: Uint8Array, file: string): TrainerState {
  const vectors = new Map<string, Float32Array>()
  let step: number | undefined
  for (const [name, { data }] of readSafetensors(bytes, file))
    if (name === stepName) step = Number(data[0])
    else if (data instanceof Float32Array) vectors.set(name, data)
  if (step === undefined)
    throw new RangeError(`checkpoint: ${file} says no step; expected a file written by dextr train`)
  return { step, vectors }
}
