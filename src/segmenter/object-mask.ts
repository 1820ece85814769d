import { encode } from 'fast-png'
import { type Frame, type Preset, pasteMask } from '../guidance/index.ts'
import type { Raster, Size } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import { doubtOf } from './doubt.ts'

/** The network's answer about one object, and what is needed to make a mask of it. */
export type Answer = {
  /** Of every pixel of the network's input to belong to the object, 0 to 1. */
  readonly probability: Raster<Float32Array>
  /** The part of the photo that the input shows. */
  readonly frame: Frame
  readonly preset: Preset
  readonly photo: Size
  readonly milliseconds: { readonly crop: number; readonly network: number }
}

/** The mask of one object, and the network's answer that it was cut from. */
export class ObjectMask extends Mask {
  /** A pixel is inside where its probability is above this. */
  readonly threshold: number
  /** What it took: cutting the crop, the network (with the wait for its turn), bringing its answer to the photo. */
  readonly milliseconds: { readonly crop: number; readonly network: number; readonly paste: number }
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

function cut({ probability, frame, preset, photo }: Answer, threshold: number): Mask {
  if (!(threshold >= 0 && threshold <= 1))
    throw new RangeError(`segment: threshold is ${threshold}, expected 0 to 1`)
  const patch = pasteMask(probability, frame, preset, photo, threshold)
  return Mask.fromBitmap(patch, photo)
}
