import { encode } from 'fast-png'
import { type Frame, type Preset, pasteMask } from '../guidance/index.ts'
import type { Raster, Size } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { doubtOf } from './doubt.ts'
import { underSignals } from './under-signals.ts'

/** The network's answer about one object, and what is needed to make a mask of it. */
export type Answer = {
  /** Of every pixel of the network's input to belong to the object, 0 to 1. */
  readonly probability: Raster<Float32Array>
  /** The part of the photo that the input shows. */
  readonly frame: Frame
  readonly preset: Preset
  readonly photo: Size
  readonly milliseconds: { readonly crop: number; readonly network: number; readonly refine?: number }
  /** The same over the frame in more pixels, with a sharp outline at a threshold. */
  readonly refine: (threshold: number, signal: AbortSignal) => Promise<Raster<Float32Array>>
  /** What came of it, once it has been asked for. */
  readonly refined?: Raster<Float32Array>
}

/** The mask of one object, and the network's answer that it was cut from. */
export class ObjectMask extends Mask {
  /** A pixel is inside where its probability is above this. */
  readonly threshold: number
  /**
   * What it took: cutting the crop, the network (with the wait for its turn), making the outline sharp where that was
   * asked for, bringing the answer to the photo.
   */
  readonly milliseconds: Answer['milliseconds'] & { readonly paste: number }
  readonly #answer: Answer
  #doubt: number | undefined

  /** @throws RangeError when the threshold is not between 0 and 1 */
  constructor(answer: Answer, threshold: number) {
    const start = performance.now()
    super(cut(answer, threshold))
    this.threshold = threshold
    this.milliseconds = { ...answer.milliseconds, paste: performance.now() - start }
    this.#answer = answer
  }

  /** Of every pixel of the network's input to belong to the object, 0 to 1; frame says where in the photo it lies. */
  get probability(): Raster<Float32Array> {
    return this.#answer.probability
  }

  /** The part of the photo that the network saw. */
  get frame(): Frame {
    return this.#answer.frame
  }

  /**
   * How wrong the mask is likely to be by the network's own probabilities: 1 minus the IoU to expect at threshold ½,
   * 0 to 1, the same for every threshold. Sorted by it, the masks that need a look come first.
   */
  get doubt(): number {
    this.#doubt ??= doubtOf(this.probability)
    return this.#doubt
  }

  /**
   * Another mask from the same answer, without asking the network again.
   *
   * @throws RangeError when the threshold is not between 0 and 1
   */
  withThreshold(threshold: number): ObjectMask {
    return new ObjectMask(this.#answer, threshold)
  }

  /**
   * The same mask with a sharp outline: along it, the photo is looked at again in more detail. Corrections of a person
   * stay. Worth it for objects that are larger in the photo than the network's input; the doubt stays that of the
   * network's answer.
   *
   * @throws ModelFileError when the model for it cannot be loaded; the signal's reason when it is aborted
   */
  async refine({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<ObjectMask> {
    const answer = this.#answer
    if (answer.refined) return this
    const start = performance.now()
    const refined = await underSignals([signal], own => answer.refine(this.threshold, own))
    const milliseconds = { ...answer.milliseconds, refine: performance.now() - start }
    return new ObjectMask({ ...answer, refined, milliseconds }, this.threshold)
  }

  /** A PNG file of the photo's size, one bit a pixel: white inside, black outside. */
  async toPng(): Promise<Uint8Array> {
    const { width, height } = this
    const bytesPerRow = Math.ceil(width / 8)
    const bits = new Uint8Array(bytesPerRow * height)
    if (this.box) {
      const inside = this.toBitmap(this.box)
      for (let v = 0, i = 0; v < inside.height; v++) {
        const row = (inside.y + v) * bytesPerRow
        for (let u = 0, x = inside.x; u < inside.width; u++, x++, i++)
          if (inside.data[i]) bits[row + (x >> 3)]! |= 0x80 >> (x & 7)
      }
    }
    return encode({ width, height, data: bits, channels: 1, depth: 1 })
  }
}

function cut({ probability, refined = probability, frame, preset, photo }: Answer, threshold: number): Mask {
  if (!(threshold >= 0 && threshold <= 1))
    throw new RangeError(`segment: threshold is ${threshold}, expected 0 to 1`)
  const patch = pasteMask(refined, frame, preset, photo, threshold)
  return Mask.fromBitmap(patch, photo)
}
