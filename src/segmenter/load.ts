import type { Runtime, Session } from '../runtime/index.ts'
import type { FileSource } from './file-source.ts'
import { type Description, ModelFileError, readDescription } from './model-file.ts'
import type { Platform, RuntimeOptions } from './platform.ts'
import { underSignals } from './under-signals.ts'

export type LoadOptions = RuntimeOptions & { readonly signal?: AbortSignal | undefined }

/** A model that is ready to run, in a runtime of its own. */
export type Loaded = {
  readonly platform: Platform
  readonly runtime: Runtime
  /** Package and version, such as "onnxruntime-node 1.30.0". */
  readonly runtimeName: string
  readonly session: Session
  readonly description: Description
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
  { signal, ...options }: LoadOptions,
): Promise<Loaded> {
  return underSignals([signal], async own => {
    const runtime = platform.startRuntime(options)
    try {
      const [runtimeName, { name, bytes }] = await Promise.all([
        runtime.describe(),
        platform.readModel(source, own),
      ])
      const description = readDescription(bytes, name)
      const { classes } = description.network
      if (classes !== 1)
        throw new ModelFileError(
          `${name}: ${classes} classes, expected 1, the object; train a model with one class`,
        )
      const session = await runtime.load(bytes, options, own).catch(error => {
        throw new ModelFileError(
          `${name}: ${runtimeName} does not take it on ${options.device ?? 'cpu'} (${error.message})`,
          { cause: error },
        )
      })
      return { platform, runtime, runtimeName, session, description }
    } catch (error) {
      await runtime.dispose()
      throw error
    }
  })
}
