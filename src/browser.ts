import { decode, ImageFileError } from './image/browser.ts'
import { startRuntime } from './runtime/browser.ts'
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

export { ImageFileError } from './image/browser.ts'
export * from './public.ts'

const shippedModel = new URL('../../models/dextr.onnx', import.meta.url)
const shippedFastModel = new URL('../../models/dextr-int8.onnx', import.meta.url)
const shippedRefiner = new URL('../../models/refine.onnx', import.meta.url)

/** As in src/index.ts, with photos and models from web addresses, Blobs, bytes and ImageData. */
export class Dextr extends Segmenter {
  static async load(model?: FileSource, options: LoadOptions = {}): Promise<Dextr> {
    // The integers of the fast variant are for processors.
    const shipped = options.device === 'webgpu' ? shippedModel : shippedFastModel
    const refiner = options.refiner ?? shippedRefiner
    return new Dextr(await load(browser, model ?? shipped, { ...options, refiner }))
  }
}

const browser: Platform = {
  readModel: (source, signal) =>
    readSource(source, { name: 'model', read: download, Failure: ModelFileError, signal }),

  async decode(source, signal) {
    const options = { name: 'image', read: download, Failure: ImageFileError, signal }
    const { name, bytes } = await readSource(source, options)
    return decode(bytes, name)
  },

  startRuntime,
}
