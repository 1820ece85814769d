import type { Clicks, Patch } from '../guidance/index.ts'
import type { Raster } from '../image/index.ts'
import type { Mask } from '../mask/index.ts'

/** An answer about one object. */
export type Prediction = {
  /** Of the photo's size. */
  readonly mask: Mask
  /**
   * On the photo's own pixels, as far as the mask may reach; with it thresholds are compared without new
   * runs.
   */
  readonly probability?: Patch<Float32Array>
  /** How little the mask is to be trusted, 0 for not at all doubtful; its unit is the predictor's own. */
  readonly doubt?: number
}

/**
 * What is evaluated: clicks on a photo in, a mask out. Objects of one photo follow each other and come with
 * the same raster, so that what belongs to the photo can be kept.
 */
export type Predict = (photo: Raster<Uint8Array>, clicks: Clicks) => Promise<Prediction>
