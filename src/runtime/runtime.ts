import type { Shape, Tensor } from '../tensor/index.ts'
import type { Answer, ArrayView, Call, LoadOptions, Request, Result } from './protocol.ts'

/** A worker as Node and browsers both have it, reduced to what is used. */
export type Channel = {
  post(call: Call, transfer: ArrayBuffer[]): void
  /** Registers what is done with an answer, and with the end of the worker. */
  listen(onAnswer: (answer: Answer) => void, onFailure: (error: Error) => void): void
  close(): Promise<void>
}

export type RunOptions = {
  /** Outputs that go into arrays of the runtime instead of coming back. */
  readonly into?: Readonly<Record<string, ArrayView>>
  /** Hands the arrays of fed tensors over instead of copying them; they are empty afterwards. */
  readonly transfer?: boolean
  readonly signal?: AbortSignal | undefined
}

type Pending = {
  readonly call: Call
  readonly transfer: ArrayBuffer[]
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
  /** Lets go of the signal. */
  readonly detach: () => void
  settled: boolean
}

/**
 * ONNX Runtime in a worker behind promises: calls are done one after the other, a call that is aborted before
 * its turn is never started, and one that is aborted while it runs rejects at once.
 */
export class Runtime {
  #channel: Channel
  #waiting: Pending[] = []
  #running: Pending | undefined
  #failure: Error | undefined
  #lastId = 0

  constructor(channel: Channel) {
    this.#channel = channel
    channel.listen(
      answer => this.#answered(answer),
      error => this.#failed(error),
    )
  }

  /** Which package answers, such as "onnxruntime-node 1.30.0". */
  async describe(): Promise<string> {
    return (await this.#ask({ type: 'describe' }, [])) as string
  }

  /** Prepares an ONNX file for running. */
  async load(model: Uint8Array, options: LoadOptions = {}, signal?: AbortSignal): Promise<Session> {
    const id = (await this.#ask({ type: 'load', model, options }, [], signal)) as number
    return new Session(id, request => this.#ask(request.call, request.transfer, request.signal))
  }

  /** Keeps an array with the runtime, so that runs read and write it without copies; `data` is handed over. */
  async allocate(data: Float32Array<ArrayBuffer>): Promise<ResidentArray> {
    const { length } = data
    const id = (await this.#ask({ type: 'allocate', data }, [data.buffer])) as number
    return new ResidentArray(id, length, request => this.#ask(request.call, request.transfer))
  }

  /** Ends the worker and frees all that it held; calls that wait reject. */
  async dispose(): Promise<void> {
    this.#failed(new Error('runtime: disposed'))
    await this.#channel.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  #ask(request: Request, transfer: ArrayBuffer[], signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (this.#failure) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        call: { id: ++this.#lastId, request },
        transfer,
        resolve,
        reject,
        detach: () => signal?.removeEventListener('abort', abort),
        settled: false,
      }
      const abort = () => {
        this.#waiting = this.#waiting.filter(other => other !== pending)
        settle(pending, () => reject(signal?.reason))
      }
      signal?.addEventListener('abort', abort)
      this.#waiting.push(pending)
      this.#next()
    })
  }

  #next(): void {
    if (this.#running) return
    this.#running = this.#waiting.shift()
    if (this.#running) this.#channel.post(this.#running.call, this.#running.transfer)
  }

  #answered(answer: Answer): void {
    const pending = this.#running
    if (pending?.call.id !== answer.id) return
    this.#running = undefined
    settle(pending, () => {
      if ('result' in answer) pending.resolve(answer.result)
      else
        pending.reject(
          Object.assign(new Error(`runtime: ${answer.error.message}`), { name: answer.error.name }),
        )
    })
    this.#next()
  }

  #failed(error: Error): void {
    this.#failure ??= error
    for (const pending of [this.#running, ...this.#waiting])
      if (pending) settle(pending, () => pending.reject(error))
    this.#running = undefined
    this.#waiting = []
  }
}

function settle(pending: Pending, finish: () => void): void {
  if (pending.settled) return
  pending.settled = true
  pending.detach()
  finish()
}

type Ask = (request: {
  readonly call: Request
  readonly transfer: ArrayBuffer[]
  readonly signal?: AbortSignal | undefined
}) => Promise<Result>

/** A graph that is ready to run. */
export class Session {
  readonly #id: number
  readonly #ask: Ask

  constructor(id: number, ask: Ask) {
    this.#id = id
    this.#ask = ask
  }

  /**
   * Runs the graph.
   *
   * @param feeds  a tensor or a view of a resident array for every input
   * @returns the outputs by name, without those that went into resident arrays
   */
  async run(
    feeds: Readonly<Record<string, Tensor | ArrayView>>,
    { into = {}, transfer = false, signal }: RunOptions = {},
  ): Promise<Record<string, Tensor>> {
    const buffers = transfer
      ? Object.values(feeds).flatMap(feed => ('data' in feed ? [feed.data.buffer as ArrayBuffer] : []))
      : []
    const call: Request = { type: 'run', session: this.#id, feeds, into }
    return (await this.#ask({ call, transfer: [...new Set(buffers)], signal })) as Record<string, Tensor>
  }

  async release(): Promise<void> {
    await this.#ask({ call: { type: 'release', session: this.#id }, transfer: [] })
  }
}

/** A float32 array that lives with the runtime. */
export class ResidentArray {
  readonly length: number
  readonly #id: number
  readonly #ask: Ask

  constructor(id: number, length: number, ask: Ask) {
    this.#id = id
    this.length = length
    this.#ask = ask
  }

  view(offset: number, shape: Shape): ArrayView {
    return { array: this.#id, offset, shape }
  }

  async read(): Promise<Float32Array<ArrayBuffer>> {
    return (await this.#ask({
      call: { type: 'read', array: this.#id },
      transfer: [],
    })) as Float32Array<ArrayBuffer>
  }

  async write(data: Float32Array): Promise<void> {
    if (data.length !== this.length)
      throw new RangeError(`runtime: ${data.length} elements written to an array of ${this.length}`)
    await this.#ask({ call: { type: 'write', array: this.#id, data }, transfer: [] })
  }

  async free(): Promise<void> {
    await this.#ask({ call: { type: 'free', array: this.#id }, transfer: [] })
  }
}
