import type { Tensor } from '../tensor/index.ts'

/** The tensors of a network by the names that its layers have, in the file's order. */
export type NamedTensors = ReadonlyMap<string, Tensor>

const wrapper = 'module.'

/**
 * The tensors as the network itself names them: without the `module.` that PyTorch's DataParallel puts before
 * every name, and without the counters of batch norm (`num_batches_tracked`), which nothing reads.
 */
export function networkTensors(tensors: NamedTensors): NamedTensors {
  const names = [...tensors.keys()]
  const skip = names.every(name => name.startsWith(wrapper)) ? wrapper.length : 0
  return new Map(
    [...tensors]
      .filter(([name]) => !name.endsWith('num_batches_tracked'))
      .map(([name, tensor]) => [name.slice(skip), tensor]),
  )
}
