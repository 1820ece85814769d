import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import * as v from 'valibot'
import { inputChannels, presetSchema } from '../guidance/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { datasetSchema } from './open.ts'
import { augmentationSchema } from './sample.ts'

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least))

/** What batches are made of. */
const batchesSchema = v.object({
  data: v.array(datasetSchema),
  preset: presetSchema,
  augmentation: augmentationSchema,
  batch: whole(1),
  seed: v.optional(whole(0), 1),
  /** Threads that prepare batches. */
  workers: v.optional(whole(1), Math.max(1, availableParallelism() - 1)),
  /** Bytes of decoded photos that each of them keeps. */
  cache: v.optional(whole(0), 1_000_000_000),
})

export type BatchesConfig = v.InferOutput<typeof batchesSchema>

/** A batch as it comes from a worker. */
export type BatchArrays = {
  readonly index: number
  readonly input: Float32Array<ArrayBuffer>
  readonly target: Float32Array<ArrayBuffer>
  readonly weight: Float32Array<ArrayBuffer>
}

type Reply = BatchArrays | { readonly index: number; readonly error: string }
type Waiting = { readonly resolve: (batch: BatchArrays) => void; readonly reject: (error: Error) => void }

/**
 * Training batches, prepared by worker threads ahead of their use. Batch i is a function of the configuration
 * and i alone, whatever thread makes it and whenever.
 */
export class Batches {
  readonly #config: BatchesConfig
  readonly #workers: Worker[]
  readonly #made = new Map<number, Promise<BatchArrays>>()
  readonly #waiting = new Map<number, Waiting>()

  constructor(config: BatchesConfig) {
    this.#config = config
    const url = new URL('./batch-worker.js', import.meta.url)
    this.#workers = Array.from({ length: config.workers }, () => new Worker(url, { workerData: config }))
    for (const worker of this.#workers) {
      worker.on('message', (reply: Reply) => this.#receive(reply))
      worker.on('error', error => this.#fail(error as Error))
    }
  }

  /** Batch `index`, and asks for the ones after it. */
  async get(index: number): Promise<{
    input: Tensor<'float32'>
    target: Tensor<'float32'>
    weight: Tensor<'float32'>
  }> {
    for (let ahead = 0; ahead <= 2 * this.#workers.length; ahead++) this.#ask(index + ahead)
    const { input, target, weight } = await this.#made.get(index)!
    this.#made.delete(index)
    const { batch, preset } = this.#config
    const { size } = preset
    return {
      input: tensor('float32', [batch, inputChannels(preset), size, size], input),
      target: tensor('float32', [batch, 1, size, size], target),
      weight: tensor('float32', [batch, 1, size, size], weight),
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }

  #ask(index: number): void {
    if (this.#made.has(index)) return
    const promise = new Promise<BatchArrays>((resolve, reject) =>
      this.#waiting.set(index, { resolve, reject }),
    )
    // A batch that failed is reported when it is its turn.
    promise.catch(() => {})
    this.#made.set(index, promise)
    this.#workers[index % this.#workers.length]!.postMessage(index)
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.index)
    this.#waiting.delete(reply.index)
    if ('error' in reply) waiting?.reject(new Error(reply.error))
    else waiting?.resolve(reply)
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
