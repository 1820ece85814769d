import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { decode, ImageFileError } from './image/node.ts'
import { startRuntime } from './runtime/node.ts'
import {
  download,
  type FileSource,
  type LoadOptions,
  load,
  ModelFileError,
  type Platform,
  readSource,
  Segmenter,
} from './segmenter/index.ts'

export { ImageFileError } from './image/node.ts'
export * from './public.ts'

const shippedModel = new URL('../../models/dextr.onnx', import.meta.url)
const shippedFastModel = new URL('../../models/dextr-int8.onnx', import.meta.url)
const shippedRefiner = new URL('../../models/refine.onnx', import.meta.url)

/**
 * Masks from four clicks.
 *
 * ```ts
 * await using dextr = await Dextr.load()
 * const photo = await dextr.open('bear.jpg')
 * const mask = await photo.segment([[10, 40], [50, 4], [95, 38], [52, 120]])
 * ```
 */
export class Dextr extends Segmenter {
  /**
   * Loads a model into a worker thread, which does not keep the process alive.
   *
   * @param model  by default the shipped one, on processors its fast variant (docs/quantization.md)
   * @throws ModelFileError when the file cannot be read or is no model of ours, naming it; an Error when the runtime
   *   does not start; the signal's reason when it is aborted
   */
  static async load(model?: FileSource, options: LoadOptions = {}): Promise<Dextr> {
    // The integers of the fast variant are for processors.
    const shipped = options.device === 'webgpu' ? shippedModel : shippedFastModel
    const refiner = options.refiner ?? shippedRefiner
    return new Dextr(await load(node, model ?? shipped, { ...options, refiner }))
  }
}

const node: Platform = {
  readModel: (source, signal) =>
    readSource(source, { name: 'model', read: readPlace, Failure: ModelFileError, signal }),

  async decode(source, signal) {
    const options = { name: 'image', read: readPlace, Failure: ImageFileError, signal }
    const { name, bytes } = await readSource(source, options)
    return decode(bytes, name)
  },

  startRuntime: ({ runtime, threads }) => startRuntime(runtime, threads),
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'this is a folder; name a file in it',
  EACCES: 'the file may not be read; change its permissions',
}

async function readPlace(place: string | URL, signal: AbortSignal): Promise<Uint8Array> {
  if (/^https?:/.test(String(place))) return download(place, signal)
  try {
    return await readFile(String(place).startsWith('file:') ? fileURLToPath(place) : place, { signal })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(reasons[code ?? ''] ?? message, { cause: error })
  }
}
