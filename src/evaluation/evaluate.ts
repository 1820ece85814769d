import type { Dataset, Entry } from '../datasets/index.ts'
import type { Clicks } from '../guidance/index.ts'
import { random } from '../image/index.ts'
import { boundaryDistance, boundaryF, iou, Mask } from '../mask/index.ts'
import type { Predict } from './predict.ts'
import { type Clicking, simulateClicks } from './simulated-clicks.ts'
import { trueObjects } from './true-object.ts'

/** How well one object came out, once clicked. */
export type ObjectResult = {
  readonly entry: Entry
  readonly clicks: Clicks
  readonly prediction: Mask
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
  /** What clicks that miss follow. */
  readonly seed?: number
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
  { clicking, seed = 1, thresholds = [], signal }: EvaluateOptions,
): AsyncGenerator<ObjectResult> {
  for await (const { entry, index, photo, truth, ignored } of trueObjects(dataset, signal)) {
    const clicks = simulateClicks(truth, clicking, random(seed, index, 0))
    const start = performance.now()
    const prediction = await predict(photo, clicks)
    const seconds = (performance.now() - start) / 1000
    yield {
      entry,
      clicks,
      prediction: new Mask(prediction), // without the probabilities, of which thousands would not fit
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
