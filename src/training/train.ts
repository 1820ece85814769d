import { random } from '../image/index.ts'
import { tensor } from '../tensor/index.ts'
import { correctBatch } from './corrections.ts'
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
  recipe: Recipe,
  batchAt: (index: number) => Promise<Batch>,
): AsyncGenerator<Step> {
  const { steps, schedule, accumulation, corrections } = recipe
  while (trainer.step < steps) {
    const start = performance.now()
    const rate = learningRate(schedule, trainer.step, steps)
    const batches: Batch[] = []
    for (let i = 0; i < accumulation; i++) {
      const index = trainer.step * accumulation + i
      const batch = await batchAt(index)
      if (corrections) await correct(trainer, recipe, batch, index)
      batches.push(batch)
    }
    const { loss, norm } = await trainer.update(batches, rate)
    yield { step: trainer.step, rate, loss, norm, seconds: (performance.now() - start) / 1000 }
  }
}

/** Corrects a batch as the network of now needs it; chance follows from seed and batch. */
async function correct(trainer: Trainer, { preset, corrections, seed }: Recipe, batch: Batch, index: number) {
  const shape = [1, ...batch.input.shape.slice(1)]
  const predict = async (input: Float32Array<ArrayBuffer>) =>
    (await trainer.predict(tensor('float32', shape, input), 'latest')).data
  await correctBatch(batch, preset, corrections!, predict, sample => random(seed, index, sample, 0xc0))
}
