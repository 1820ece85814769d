import * as v from 'valibot'

/** How the learning rate goes over a run: it climbs linearly for `warmup` steps, then follows `shape`. */
export const scheduleSchema = v.strictObject({
  rate: v.pipe(v.number(), v.gtValue(0)),
  shape: v.optional(v.picklist(['constant', 'polynomial', 'cosine']), 'constant'),
  warmup: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  /** Exponent of the polynomial. */
  power: v.optional(v.pipe(v.number(), v.gtValue(0)), 0.9),
  /** Share of the rate that is left at the end of polynomial and cosine. */
  floor: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
})

export type ScheduleConfig = v.InferOutput<typeof scheduleSchema>

/** The learning rate of step `step`, counted from 0, in a run of `steps`. */
export function learningRate(
  { rate, shape, warmup, power, floor }: ScheduleConfig,
  step: number,
  steps: number,
): number {
  if (step < warmup) return (rate * (step + 1)) / (warmup + 1)
  const done = (step - warmup) / Math.max(steps - warmup, 1)
  const left = { constant: 1, polynomial: (1 - done) ** power, cosine: (1 + Math.cos(Math.PI * done)) / 2 }[
    shape
  ]
  return rate * (shape === 'constant' ? 1 : floor + (1 - floor) * left)
}
