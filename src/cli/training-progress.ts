import type { Recipe, Step } from '../training/index.ts'
import { duration } from './terminal.ts'

/** Over how many steps losses and times are averaged, about. */
const span = 20

/** Smoothed figures of a run, as one line. */
export class TrainingProgress {
  readonly #recipe: Recipe
  #count = 0
  #loss = Number.NaN
  #seconds = Number.NaN

  constructor(recipe: Recipe) {
    this.#recipe = recipe
  }

  add({ loss, seconds }: Step): void {
    const fresh = 1 / Math.min(++this.#count, span)
    const smoothed = (mean: number, value: number) =>
      this.#count === 1 ? value : mean + fresh * (value - mean)
    this.#loss = smoothed(this.#loss, loss)
    this.#seconds = smoothed(this.#seconds, seconds)
  }

  /** The mean of recent losses. */
  get loss(): number {
    return this.#loss
  }

  line({ step, rate }: Step): string {
    const { steps, batch, accumulation } = this.#recipe
    const seconds = this.#seconds
    return [
      `step ${step} of ${steps}`,
      `loss ${this.loss.toFixed(4)}`,
      `rate ${rate.toExponential(1)}`,
      `${((batch * accumulation) / seconds).toFixed(1)} objects/s`,
      `${duration((steps - step) * seconds)} left`,
    ].join('  ')
  }
}
