import * as v from 'valibot'
import type { Dataset } from '../datasets/index.ts'
import { clickingSchema, evaluate, type ObjectResult, type Predict, summarise } from '../evaluation/index.ts'
import { type Preset, pasteMask, prepare } from '../guidance/index.ts'
import { pyramid } from '../image/index.ts'
import { Mask } from '../mask/index.ts'
import type { Trainer } from '../training/index.ts'

/** How good a network in training is on objects that it has not seen, clicked at their extreme points. */
export type Validation = {
  readonly objects: number
  readonly iou: number
  readonly boundaryF: number
  readonly seconds: number
}

/** What a network in training says of whole objects. */
export function predictInTraining(trainer: Trainer, preset: Preset, weights: 'latest' | 'average'): Predict {
  return async (photo, clicks) => {
    const { input, frame } = prepare(pyramid(photo), clicks, preset)
    const data = (await trainer.predict(input, weights)).data
    const probability = { width: preset.size, height: preset.size, channels: 1, data }
    const patch = pasteMask(probability, frame, preset, photo, preset.threshold)
    return Mask.fromBitmap(patch, photo)
  }
}

/** @throws the signal's reason when it is aborted */
export async function validate(predict: Predict, dataset: Dataset, signal: AbortSignal): Promise<Validation> {
  const start = performance.now()
  const results: ObjectResult[] = []
  const clicking = v.parse(clickingSchema, {})
  for await (const result of evaluate(dataset, predict, { clicking, signal })) results.push(result)
  const { objects, iou, boundaryF } = summarise(results)
  return { objects, iou, boundaryF, seconds: (performance.now() - start) / 1000 }
}
