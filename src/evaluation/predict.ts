import type { Clicks } from '../guidance/index.ts'
import type { Raster } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'
import { ObjectMask, type Photo, type Segmenter, type SegmentOptions } from '../segmenter/index.ts'

/** An answer about one object: a mask of the photo's size, and what else is known about it. */
export type Prediction = Mask & {
  /** How little it is to be trusted, 0 for not at all doubtful. */
  readonly doubt?: number
  /** The mask of another threshold, without another run of the network. */
  withThreshold?(threshold: number): Mask
}

/**
 * What is evaluated: clicks on a photo in, a mask out. Objects of one photo follow each other and come with
 * the same raster, so that what belongs to the photo can be kept.
 *
 * @param previous  the answer that the newest clicks correct
 */
export type Predict = (
  photo: Raster<Uint8Array>,
  clicks: Clicks,
  previous?: Prediction,
) => Promise<Prediction>

/**
 * Evaluates a loaded model. It sees the previous answer where it has a channel for it.
 *
 * @param options  such as whether outlines are refined
 */
export function predictWith(segmenter: Segmenter, options: SegmentOptions = {}): Predict {
  const seesPrevious = segmenter.description.preset.channels.includes('previous')
  const opened = new WeakMap<Raster, Promise<Photo>>()
  return async (raster, clicks, previous) => {
    const photo = opened.get(raster) ?? segmenter.open(raster)
    opened.set(raster, photo)
    const seen = seesPrevious && previous instanceof ObjectMask ? { previous } : {}
    return (await photo).segment({ ...clicks, ...seen }, options)
  }
}
