import type { Recipe, Step } from '../training/index.ts'
import { bar, duration } from './terminal.ts'

/** Share of the mean of losses and times that a new step has. */
const fresh = 0.05

/** Smoothed figures of a run, as one line. */
export class TrainingProgress {
  readonly #recipe: Recipe
  #loss: number | undefined
  #seconds: number | undefined

  constructor(recipe: Recipe) {
    this.#recipe = recipe
  }

  add({ loss, seconds }: Step): void {
    this.#loss = smoothed(this.#loss, loss)
    this.#seconds = smoothed(this.#seconds, seconds)
  }

  /** The mean of recent losses. */
  get loss(): number {
    return this.#loss ?? Number.NaN
  }

  line({ step, rate }: Step): string {
    const { steps, batch, accumulation } = this.#recipe
    const seconds = this.#seconds ?? Number.NaN
    return [
      `${bar(step / steps)} step ${step} of ${steps}`,
      `loss ${this.loss.toFixed(4)}`,
      `rate ${rate.toExponential(1)}`,
      `${((batch * accumulation) / seconds).toFixed(1)} objects/s`,
      `${duration((steps - step) * seconds)} left`,
    ].join('  ')
  }
}

function smoothed(mean: number | undefined, value: number): number {
  return mean === undefined ? value : mean + fresh * (value - mean)
}
