import type { Raster } from '../image/index.ts'
import type { Device, Runtime } from '../runtime/index.ts'
import type { FileSource, NamedBytes } from './file-source.ts'

/** How ONNX Runtime is run. */
export type RuntimeOptions = {
  /**
   * Cores that one answer may use: all of them when absent. In a browser at most half of them and 4, and 1 in a page
   * that is not cross-origin isolated.
   */
  readonly threads?: number | undefined
  /** Default `cpu`. `webgpu` needs a graphics card and its driver, and in Node onnxruntime-node. */
  readonly device?: Device | undefined
  /** In Node, which package: the native one where it is installed and loads, else the WebAssembly one, when absent. */
  readonly runtime?: 'onnxruntime-node' | 'onnxruntime-web' | undefined
  /**
   * In a browser, the address of the folder that holds `ort-wasm-simd-threaded.mjs` and `.wasm`, or for `webgpu`
   * `ort-wasm-simd-threaded.asyncify.mjs` and `.wasm`: the one of this library when absent.
   */
  readonly wasm?: string | URL | undefined
}

/** What differs between Node and a browser. */
export type Platform = {
  /** The bytes of a model; rejects with a ModelFileError. */
  readModel(source: FileSource, signal: AbortSignal): Promise<NamedBytes>
  /** Red, green and blue of a picture file, upright; rejects with an ImageFileError. */
  decode(source: FileSource, signal: AbortSignal): Promise<Raster>
  startRuntime(options: RuntimeOptions): Runtime
}
