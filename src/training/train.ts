import type { Recipe } from './recipe.ts'
import { learningRate } from './schedule.ts'
import type { Batch, Trainer } from './trainer.ts'

/** One step done: counted from 1, with the mean loss of its batches before it. */
export type Step = {
  readonly step: number
  readonly rate: number
  readonly loss: number
  /** Norm of the gradient before clipping. */
  readonly norm: number
  readonly seconds: number
}

/**
 * Trains from where the trainer stands to the recipe's last step. What happened is yielded step by step;
 * printing, checkpoints and validation read that stream, and leaving it stops the run.
 *
 * @param batchAt  batch i of the run, the same whenever it is asked for
 */
export async function* train(
  trainer: Trainer,
  recipe: Pick<Recipe, 'steps' | 'schedule' | 'accumulation'>,
  batchAt: (index: number) => Promise<Batch>,
): AsyncGenerator<Step> {
  const { steps, schedule, accumulation } = recipe
  while (trainer.step < steps) {
    const start = performance.now()
    const rate = learningRate(schedule, trainer.step, steps)
    const batches: Batch[] = []
    for (let i = 0; i < accumulation; i++) batches.push(await batchAt(trainer.step * accumulation + i))
    const { loss, norm } = await trainer.update(batches, rate)
    yield { step: trainer.step, rate, loss, norm, seconds: (performance.now() - start) / 1000 }
  }
}
