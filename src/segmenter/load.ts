import type { Runtime, Session } from '../runtime/index.ts'
import type { FileSource } from './file-source.ts'
import { type Description, ModelFileError, readDescription } from './model-file.ts'
import type { Platform, RuntimeOptions } from './platform.ts'
import type { Refiner } from './refine.ts'
import { refinerOf } from './refiner.ts'
import { underSignals } from './under-signals.ts'

export type LoadOptions = RuntimeOptions & {
  readonly signal?: AbortSignal | undefined
  /** The model that makes outlines sharp; the one that comes along when absent. It is read when it is first needed. */
  readonly refiner?: FileSource | undefined
}

/** A model that is ready to run, in a runtime of its own. */
export type Loaded = {
  readonly platform: Platform
  readonly runtime: Runtime
  /** Package and version, such as "onnxruntime-node 1.30.0". */
  readonly runtimeName: string
  readonly session: Session
  readonly description: Description
  /** Loads the network that refines outlines, once, into the same runtime; rejects with a ModelFileError. */
  readonly refiner: () => Promise<Refiner>
}

/**
 * Reads a model file and prepares it for running.
 *
 * @throws ModelFileError when the file cannot be read, is no model of ours, has several classes, or the runtime does
 *   not take it; an Error when the runtime does not start; the signal's reason when it is aborted
 */
export function load(
  platform: Platform,
  source: FileSource,
  { signal, refiner: refinerSource, ...options }: LoadOptions & { readonly refiner: FileSource },
): Promise<Loaded> {
  return underSignals([signal], async own => {
    const runtime = platform.startRuntime(options)
    try {
      const [runtimeName, { name, bytes }] = await Promise.all([
        runtime.describe(),
        platform.readModel(source, own),
      ])
      const description = readDescription(bytes, name)
      const { batch = 1, network } = description
      const { classes } = network
      if (classes !== 1)
        throw new ModelFileError(
          `${name}: ${classes} classes, expected 1, the object; train a model with one class`,
        )
      if (batch !== 1)
        throw new ModelFileError(
          `${name}: takes ${batch} inputs at a time, expected 1; a model for refining is given as refiner`,
        )
      const prepare = (bytes: Uint8Array, name: string, signal?: AbortSignal) =>
        runtime.load(bytes, options, signal).catch(error => {
          throw new ModelFileError(
            `${name}: ${runtimeName} does not take it on ${options.device ?? 'cpu'} (${error.message})`,
            { cause: error },
          )
        })
      const session = await prepare(bytes, name, own)
      const loadRefiner = async () => {
        const { name, bytes } = await platform.readModel(refinerSource, new AbortController().signal)
        return refinerOf(readDescription(bytes, name), await prepare(bytes, name), name)
      }
      return { platform, runtime, runtimeName, session, description, refiner: once(loadRefiner) }
    } catch (error) {
      await runtime.dispose()
      throw error
    }
  })
}

/** Does the work when it is first asked for, and again after it failed. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= work().catch(error => {
      result = undefined
      throw error
    })
    return result
  }
}
