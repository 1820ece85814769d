import { parentPort, workerData } from 'node:worker_threads'
import { inputChannels } from '../guidance/index.ts'
import { type Random, random } from '../image/index.ts'
import type { BatchArrays, BatchesConfig } from './batches.ts'
import { openDatasets } from './open.ts'
import { order } from './order.ts'
import { drawSample } from './sample.ts'

const { data, preset, augmentation, batch, seed, cache } = workerData as BatchesConfig
const opened = openDatasets(data, cache).then(dataset => {
  return { dataset, entryAt: order(dataset.entries.length, seed) }
})

async function make(index: number): Promise<BatchArrays> {
  const { dataset, entryAt } = await opened
  const pixels = preset.size ** 2
  const channels = inputChannels(preset)
  const drawOther = (next: Random) =>
    dataset.read(dataset.entries[Math.floor(next() * dataset.entries.length)]!)
  const input = new Float32Array(batch * channels * pixels)
  const target = new Float32Array(batch * pixels)
  const weight = new Float32Array(batch * pixels)
  for (let i = 0; i < batch; i++) {
    const entry = dataset.entries[entryAt(index * batch + i)]!
    const scene = await dataset.read(entry)
    const sample = await drawSample(scene, preset, augmentation, random(seed, index, i), drawOther)
    input.set(sample.input, i * channels * pixels)
    target.set(sample.target, i * pixels)
    weight.set(sample.weight, i * pixels)
  }
  return { index, input, target, weight }
}

parentPort!.on('message', async (index: number) => {
  try {
    const arrays = await make(index)
    parentPort!.postMessage(arrays, [arrays.input.buffer, arrays.target.buffer, arrays.weight.buffer])
  } catch (error) {
    parentPort!.postMessage({ index, error: (error as Error).message })
  }
})
