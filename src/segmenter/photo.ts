import { type Pyramid, pyramid, type Raster, type Size } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'
import { ObjectMask } from './object-mask.ts'
import { guidanceFrom, type Prompt } from './prompt.ts'
import { refineMask } from './refine-mask.ts'
import { type Network, segment } from './segment.ts'
import { underSignals } from './under-signals.ts'

export type SegmentOptions = {
  readonly signal?: AbortSignal | undefined
  /** A pixel is inside where its probability is above this, 0 to 1; by default the model's own. */
  readonly threshold?: number | undefined
  /** Whether the outline is made sharp, see `ObjectMask.refine`; by default it is not. */
  readonly refine?: boolean | undefined
}

/**
 * A decoded photo, upright. It holds 3 bytes a pixel, and up to 1 more for reduced levels that objects have needed;
 * nothing of the photo's size is copied for an object.
 */
export class Photo implements Size {
  readonly width: number
  readonly height: number
  readonly #levels: Pyramid
  readonly #network: Network

  /** @param pixels  red, green and blue; not copied */
  constructor(network: Network, pixels: Raster) {
    this.width = pixels.width
    this.height = pixels.height
    this.#levels = pyramid(pixels)
    this.#network = network
  }

  /**
   * The mask of the object that the prompt points at. Requests are answered in turn.
   *
   * @throws RangeError when the prompt does not say where an object is, or the threshold is not between 0 and 1;
   *   the signal's reason when it is aborted
   */
  async segment(
    prompt: Prompt,
    { signal, threshold, refine = false }: SegmentOptions = {},
  ): Promise<ObjectMask> {
    const { preset } = this.#network
    const guidance = guidanceFrom(prompt, this, preset)
    const answer = await underSignals([signal], own => segment(this.#network, this.#levels, guidance, own))
    const mask = new ObjectMask(answer, threshold ?? preset.threshold)
    return refine ? mask.refine({ signal }) : mask
  }

  /**
   * Any mask of an object in this photo with a sharp outline, such as one that was drawn or imported; see
   * `ObjectMask.refine`, which knows more about its own mask. What is finer than a 256th of the object may be lost
   * along the outline.
   *
   * @throws RangeError when the mask is of another size than the photo; ModelFileError when the model for it cannot be
   *   loaded; the signal's reason when it is aborted
   */
  async refine(mask: Mask, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<Mask> {
    if (mask instanceof ObjectMask) return mask.refine({ signal })
    return underSignals([signal], async own =>
      refineMask(await this.#network.refiner(), this.#levels, mask, own),
    )
  }

  /** One object that is asked for again and again, such as while its points are dragged. */
  object(): InteractiveObject {
    return new InteractiveObject(this)
  }
}

/** An object of which only the newest request matters: a newer one aborts the one before. */
export class InteractiveObject {
  readonly #photo: Photo
  #newest: AbortController | undefined

  constructor(photo: Photo) {
    this.#photo = photo
  }

  /**
   * As `Photo.segment`.
   *
   * @throws an AbortError when a newer request came before the answer
   */
  async segment(prompt: Prompt, { signal, ...options }: SegmentOptions = {}): Promise<ObjectMask> {
    this.#newest?.abort(new DOMException('a newer request for this object has come', 'AbortError'))
    const current = new AbortController()
    this.#newest = current
    return underSignals([signal, current.signal], own =>
      this.#photo.segment(prompt, { ...options, signal: own }),
    )
  }
}
