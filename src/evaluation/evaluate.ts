import type { Dataset, Entry, Scene } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { type Raster, random } from '../image/index.ts'
import { boundaryDistance, boundaryF, iou, Mask } from '../mask/index.ts'
import type { Predict, Prediction } from './predict.ts'
import { type Clicking, clickingName, simulateClicks } from './simulated-clicks.ts'

/** How well one object came out, once clicked. */
export type ObjectResult = {
  readonly entry: Entry
  /** How it was clicked, as in clickingName, and the how manieth time, from 0. */
  readonly clicking: string
  readonly draw: number
  readonly clicks: Clicks
  readonly prediction: Prediction
  /** Pixels of the true mask. */
  readonly area: number
  /** Without void pixels, as all that follow. */
  readonly iou: number
  /** Boundary F-measure of DAVIS. */
  readonly boundaryF: number
  /**
   * 95th percentile of the distance of the outlines, in pixels of the photo; infinite when nothing was found.
   */
  readonly distance95: number
  /** From clicks to mask. */
  readonly seconds: number
  readonly doubt?: number
  /** IoU at each of the thresholds that were asked for. */
  readonly iouAt?: readonly number[]
}

export type EvaluateOptions = {
  readonly clicking: Clicking
  /** Compared where the predictor can give masks of other thresholds. */
  readonly thresholds?: readonly number[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Clicks on every object of a dataset as a person would and compares the answers with the true masks, one
 * object after the other. PAPER section 5, without the stretch of probabilities to their own minimum and
 * maximum.
 *
 * @throws what reading a photo and predicting throw, and the signal's reason once it is aborted
 */
export async function* evaluate(
  dataset: Dataset,
  predict: Predict,
  { clicking, thresholds = [], signal }: EvaluateOptions,
): AsyncGenerator<ObjectResult> {
  for (const [index, entry] of dataset.entries.entries()) {
    const scene = await dataset.read(entry)
    const { truth, ignored } = masksOf(scene)
    for (let draw = 0; draw < clicking.draws; draw++) {
      signal?.throwIfAborted()
      const clicks = simulateClicks(truth, clicking, random(clicking.seed, index, draw))
      const start = performance.now()
      const prediction = await predict(scene.photo, clicks)
      const seconds = (performance.now() - start) / 1000
      yield {
        entry,
        clicking: clickingName(clicking),
        draw,
        clicks,
        prediction,
        area: truth.area,
        iou: iou(prediction, truth, ignored),
        boundaryF: boundaryF(prediction, truth, ignored),
        distance95: boundaryDistance(prediction, truth, ignored).percentile95,
        seconds,
        ...(prediction.doubt !== undefined && { doubt: prediction.doubt }),
        ...(prediction.withThreshold &&
          thresholds.length > 0 && {
            iouAt: thresholds.map(threshold => iou(prediction.withThreshold!(threshold), truth, ignored)),
          }),
      }
    }
  }
}

/** The true mask of a scene, and what counts neither way. */
export function masksOf({ mask, void: hidden }: Scene): { truth: Mask; ignored: Mask | undefined } {
  return { truth: toMask(mask), ignored: hidden && toMask(hidden) }
}

function toMask({ width, height, data }: Raster<Uint8Array>): Mask {
  return Mask.fromBitmap({ width, height, data: data.map(value => (value > 0 ? 1 : 0)) })
}
