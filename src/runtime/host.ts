import type * as OrtModule from 'onnxruntime-common'
import { elementCount, type Tensor } from '../tensor/index.ts'
import type { Answer, ArrayView, Call, LoadOptions, Request, Result } from './protocol.ts'

/** The part of onnxruntime-node and onnxruntime-web that is used. */
export type Ort = Pick<typeof OrtModule, 'InferenceSession' | 'Tensor'>

export type HostOptions = {
  readonly ort: Ort
  /** Package and version, for people. */
  readonly description: string
  /** Whether a run writes into output arrays that it is given; where it does not, results are copied there. */
  readonly fillsOutputs: boolean
}

/**
 * Answers calls with one ONNX Runtime. It lives in a worker, because a run blocks the thread that asks for it.
 *
 * @returns the function that answers one call; it never rejects
 */
export function host({ ort, description, fillsOutputs }: HostOptions): (call: Call) => Promise<Answer> {
  const sessions = new Map<number, OrtModule.InferenceSession>()
  const arrays = new Map<number, Float32Array>()
  let last = 0

  const view = ({ array, offset, shape }: ArrayView) =>
    arrays.get(array)!.subarray(offset, offset + elementCount(shape))

  const asOrt = (feed: Tensor | ArrayView) =>
    'array' in feed
      ? new ort.Tensor('float32', view(feed), feed.shape)
      : new ort.Tensor(feed.type as 'float32', feed.data as Float32Array, feed.shape)

  async function run({ session, feeds, into }: Request & { type: 'run' }): Promise<Record<string, Tensor>> {
    const ready = sessions.get(session)!
    const { outputNames } = ready
    const fetches = Object.fromEntries(
      outputNames.map(name => [name, fillsOutputs && into[name] ? asOrt(into[name]) : null]),
    )
    const inputs = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, asOrt(feed)]))
    const results = await ready.run(inputs, fetches)
    const returned: Record<string, Tensor> = {}
    for (const name of outputNames) {
      const { type, dims, data } = results[name]!
      const target = into[name]
      if (!target) returned[name] = { type, shape: dims, data } as Tensor
      else if (!fillsOutputs) view(target).set(data as Float32Array)
    }
    return returned
  }

  async function perform(request: Request): Promise<Result> {
    switch (request.type) {
      case 'describe':
        return description
      case 'load':
        sessions.set(
          ++last,
          await ort.InferenceSession.create(request.model, sessionOptions(request.options)),
        )
        return last
      case 'release': {
        const session = sessions.get(request.session)
        sessions.delete(request.session)
        await session?.release()
        return
      }
      case 'allocate':
        arrays.set(++last, request.data)
        return last
      case 'read':
        return arrays.get(request.array)!.slice()
      case 'write':
        arrays.get(request.array)!.set(request.data)
        return
      case 'free':
        arrays.delete(request.array)
        return
      case 'run':
        return run(request)
    }
  }

  return async ({ id, request }) => {
    try {
      return { id, result: await perform(request) }
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      return { id, error: { name, message } }
    }
  }
}

/** Threads that wait busily take the cores from decoding, augmentation and the page: they do only where asked to. */
function sessionOptions({
  threads,
  device = 'cpu',
  spin = 0,
}: LoadOptions): OrtModule.InferenceSession.SessionOptions {
  const waiting = spin > 0 ? { allow_spinning: '1', spin_duration_us: String(spin) } : { allow_spinning: '0' }
  return {
    executionProviders: [device],
    graphOptimizationLevel: 'all',
    ...(threads && { intraOpNumThreads: threads }),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: waiting } },
  }
}
