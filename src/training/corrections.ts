import * as v from 'valibot'
import { type GuidanceChannel, heatmap, type Preset } from '../guidance/index.ts'
import type { Point, Random } from '../image/index.ts'
import { type Bitmap, largestError, Mask } from '../mask/index.ts'
import type { Batch } from './trainer.ts'

const share = () => v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/**
 * How samples are corrected before they are trained on: a person is simulated who looks at the network's own
 * answer and clicks where it is most wrong (Mahadevan et al., BMVC 2018; the fifth point of the paper, section 4.3).
 */
export const correctionsSchema = v.object({
  /** Chance that a sample is corrected once, and once more after each correction. */
  again: v.optional(share(), 0),
  /** Largest number of corrections. */
  most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 3),
  /** Chance that a correction is a further point on the outline; otherwise it is a click inside the error. */
  outline: v.optional(share(), 0.4),
})

export type Corrections = v.InferOutput<typeof correctionsSchema>

/** Errors of fewer pixels of the crop are too small to be clicked. */
const leastError = 16

/** The probability that the network of now gives for one input, 1×C×S×S, as S×S. */
export type Predict = (input: Float32Array<ArrayBuffer>) => Promise<Float32Array>

/**
 * Corrects the samples of a batch in place: their guidance gets the clicks, and the answer that was corrected.
 *
 * @param randomOf  the random stream of a sample by its index
 */
export async function correctBatch(
  { input, target, weight }: Batch,
  preset: Preset,
  corrections: Corrections,
  predict: Predict,
  randomOf: (index: number) => Random,
): Promise<void> {
  const [batch, channels] = input.shape as [number, number]
  const pixels = preset.size ** 2
  for (let index = 0; index < batch; index++) {
    const next = randomOf(index)
    const part = (data: Float32Array, planes: number) =>
      data.subarray(index * planes * pixels, (index + 1) * planes * pixels)
    const sample = {
      input: part(input.data, channels),
      target: part(target.data, 1),
      weight: part(weight.data, 1),
    }
    for (let done = 0; done < corrections.most && next() < corrections.again; done++)
      if (!(await correctOnce(sample, preset, corrections, predict, next))) break
  }
}

type Planes = { readonly input: Float32Array; readonly target: Float32Array; readonly weight: Float32Array }

/** @returns whether there was an error large enough */
async function correctOnce(
  { input, target, weight }: Planes,
  preset: Preset,
  { outline }: Corrections,
  predict: Predict,
  next: Random,
): Promise<boolean> {
  const probability = await predict(input.slice() as Float32Array<ArrayBuffer>)
  const square = { width: preset.size, height: preset.size }
  const bitmap = (inside: (i: number) => boolean): Bitmap => {
    // Uint8Array.from with a function takes many times as long.
    const data = new Uint8Array(target.length)
    for (let i = 0; i < data.length; i++) data[i] = inside(i) ? 1 : 0
    return { ...square, data }
  }
  const truth = bitmap(i => target[i]! >= 0.5)
  const error = largestError(
    Mask.fromBitmap(bitmap(i => probability[i]! > preset.threshold)),
    Mask.fromBitmap(truth),
    Mask.fromBitmap(bitmap(i => weight[i] === 0)),
  )
  if (!error || error.region.area < leastError) return false
  const plane = (channel: GuidanceChannel) => {
    const place = 3 + preset.channels.indexOf(channel)
    return place < 3 ? undefined : input.subarray(place * target.length, (place + 1) * target.length)
  }
  const rim = next() < outline ? nearestRim(truth, error.middle) : undefined
  const [clicked, point] = rim
    ? [plane('points'), rim]
    : [
        plane(error.missed ? 'include' : 'exclude'),
        next() < 0.7 ? error.middle : anyPixel(error.region, next),
      ]
  if (clicked) heatmap([point], square, preset.clickWidth, preset.peak, clicked)
  plane('previous')?.set(probability.map(p => p * preset.peak))
  return true
}

/** The pixel inside with a neighbour outside that is nearest to a place; undefined when there is none. */
function nearestRim({ width, height, data }: Bitmap, { x, y }: Point): Point | undefined {
  let nearest: Point | undefined
  let least = Number.POSITIVE_INFINITY
  for (let row = 1; row < height - 1; row++)
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column
      if (!data[i] || (data[i - 1] && data[i + 1] && data[i - width] && data[i + width])) continue
      const distance = (column - x) ** 2 + (row - y) ** 2
      if (distance < least) {
        least = distance
        nearest = { x: column, y: row }
      }
    }
  return nearest
}

function anyPixel(region: Mask, next: Random): Point {
  const { width, data } = region.toBitmap()
  const wanted = Math.floor(next() * region.area)
  let seen = 0
  const i = data.findIndex(value => value === 1 && seen++ === wanted)
  return { x: i % width, y: Math.floor(i / width) }
}
