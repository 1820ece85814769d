import type { FileSource } from './file-source.ts'
import type { Loaded } from './load.ts'
import type { Description } from './model-file.ts'
import { Photo } from './photo.ts'
import { isPixels, type Pixels, pixelsToRgb } from './pixels.ts'
import { underSignals } from './under-signals.ts'

/** A picture file, or pixels such as ImageData. */
export type PhotoSource = FileSource | Pixels

/** A loaded model: opens photos, in which it finds the masks of objects. */
export class Segmenter {
  /** What the model file says of itself: network, guidance, lineage, licence. */
  readonly description: Description
  /** Package and version that run the network, such as "onnxruntime-node 1.30.0". */
  readonly runtime: string
  readonly #loaded: Loaded

  constructor(loaded: Loaded) {
    this.description = loaded.description
    this.runtime = loaded.runtimeName
    this.#loaded = loaded
  }

  /**
   * Decodes a photo once, for any number of objects: EXIF orientation applied, the first frame of an animation,
   * transparent parts on white. Pixels of three bytes are not copied, so they must not be changed afterwards.
   *
   * @throws ImageFileError when the file cannot be read or is no picture; RangeError when the pixels do not fill their
   *   size; the signal's reason when it is aborted
   */
  async open(source: PhotoSource, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Photo> {
    const { platform, session, description, refiner } = this.#loaded
    const pixels = isPixels(source)
      ? pixelsToRgb(source)
      : await underSignals([signal], own => platform.decode(source, own))
    return new Photo({ session, preset: description.preset, refiner }, pixels)
  }

  /** Ends the runtime and frees all that it holds. Requests that wait reject. */
  async dispose(): Promise<void> {
    await this.#loaded.runtime.dispose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}
