import type * as v from 'valibot'
import type { MaskRecord } from '../document/index.ts'
import { Mask } from '../mask/index.ts'
import type { ObjectMask, Photo, Prompt } from '../segmenter/index.ts'
import type { ProbabilityMap, RefineAnswer, SegmentAnswer, segmentSchema } from './messages.ts'
import type { Model } from './model.ts'
import { Newest } from './newest.ts'
import type { PhotoFolder } from './photos/folder.ts'
import type { KnownPhoto } from './photos/library.ts'
import { OpenedPhotos } from './photos/opened.ts'
import { Turns } from './photos/turns.ts'

/** Bytes of decoded photos that are kept: three of 12 megapixels. */
const keptPixels = 150e6

/** Clicks to masks, on photos that are decoded once. */
export class Segmentation {
  readonly #folder: PhotoFolder
  readonly #model: Model
  readonly #opened = new OpenedPhotos(keptPixels)
  readonly #newest = new Newest()
  readonly #decoding = new Turns(2)

  constructor(folder: PhotoFolder, model: Model) {
    this.#folder = folder
    this.#model = model
  }

  /** A decoded photo; at once when it was opened before. @throws ImageFileError, PathError, what the model failed of */
  async open({ path, hash }: KnownPhoto): Promise<Photo> {
    const segmenter = await this.#model.ready()
    return this.#opened.get(`${this.#model.generation} ${hash}`, () =>
      this.#decoding.take(async () => segmenter.open(await this.#folder.resolve(path))),
    )
  }

  /**
   * The answer to clicks of the page.
   *
   * @throws RangeError when the clicks do not say where an object is; RefusedError 409 when a newer request for the
   *   same object came before this one's turn; the signal's reason when the page does not wait any more
   */
  segment(
    known: KnownPhoto,
    { key, prompt, previous, threshold, probability, refine }: v.InferOutput<typeof segmentSchema>,
    signal: AbortSignal,
  ): Promise<SegmentAnswer> {
    return this.#newest.run(`${known.id}/${key}`, signal, async () => {
      const start = performance.now()
      const photo = await this.open(known)
      const opened = performance.now()
      const { channels } = (await this.#model.ready()).description.preset
      const clicks = clicksOf(prompt, channels.includes('previous') ? previous : undefined)
      const mask = await photo.segment(clicks, { signal, threshold, refine })
      return {
        mask: mask.toRle(),
        box: mask.box ?? null,
        doubt: mask.doubt,
        threshold: mask.threshold,
        model: this.#model.state.name,
        milliseconds: {
          open: opened - start,
          ...mask.milliseconds,
          total: performance.now() - start,
        },
        ...(probability && { probability: probabilityMap(mask) }),
      }
    })
  }

  /**
   * A mask with a sharp outline.
   *
   * @throws RangeError when it is no mask of this photo; ModelFileError when there is no model for it
   */
  async refine(known: KnownPhoto, mask: MaskRecord, signal: AbortSignal): Promise<RefineAnswer> {
    const start = performance.now()
    const photo = await this.open(known)
    const refined = await photo.refine(Mask.fromRle(mask), { signal })
    return { mask: refined.toRle(), milliseconds: performance.now() - start }
  }
}

/** Without lists that are empty: a model without channels for corrections takes clicks that have none. */
function clicksOf(
  { points, box, include, exclude }: v.InferOutput<typeof segmentSchema>['prompt'],
  previous: MaskRecord | undefined,
): Prompt {
  return {
    points,
    ...(box && { box }),
    ...(include.length > 0 && { include }),
    ...(exclude.length > 0 && { exclude }),
    ...(previous && { previous: Mask.fromRle(previous) }),
  }
}

function probabilityMap({ probability: { width, height, data }, frame }: ObjectMask): ProbabilityMap {
  const bytes = Buffer.alloc(data.length)
  for (let i = 0; i < data.length; i++) bytes[i] = Math.round(255 * data[i]!)
  return { width, height, data: bytes.toString('base64'), frame }
}
