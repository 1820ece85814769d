import { readFile } from 'node:fs/promises'
import { type Dataset, subset } from '../datasets/index.ts'
import { type Predict, readMetrics, trainingPlot } from '../evaluation/index.ts'
import { writeModelFile } from '../segmenter/index.ts'
import {
  type Batch,
  type Recipe,
  type Step,
  type Trainer,
  train,
  writeCheckpoint,
} from '../training/index.ts'
import { print, writeWhole } from './files.ts'
import { Interrupted } from './interruption.ts'
import type { RunFolder } from './run-folder.ts'
import { terminal } from './terminal.ts'
import { TrainingProgress } from './training-progress.ts'
import type { Start } from './training-start.ts'
import { validate } from './validation.ts'

export type TrainingRunOptions = {
  /** Steps from checkpoint to checkpoint, and from validation to validation. */
  readonly saveEvery: number
  readonly validateEvery: number
  /** How many of the objects held out are measured. */
  readonly validationObjects: number
  /** Whether steps and validations go to standard output as JSON lines. */
  readonly json?: boolean
}

/** Patches that a refiner takes at a time: twice as quick on two cores as one by one. */
const refinerBatch = 8

/** Which weights of a run are validated and written. */
export function keptWeights({ averaging }: Recipe): 'latest' | 'average' {
  return averaging > 0 ? 'average' : 'latest'
}

/** Carries a run out: steps, and what is kept of them in the run's folder. */
export class TrainingRun {
  readonly #folder: RunFolder
  readonly #start: Start
  readonly #trainer: Trainer
  readonly #options: TrainingRunOptions
  readonly #predict: Predict
  readonly #progress: TrainingProgress
  readonly #heldOut: Dataset | undefined
  #saved = -1

  /** @param predict  what is validated */
  constructor(
    folder: RunFolder,
    start: Start,
    trainer: Trainer,
    options: TrainingRunOptions,
    predict: Predict,
  ) {
    this.#folder = folder
    this.#start = start
    this.#trainer = trainer
    this.#options = options
    this.#predict = predict
    this.#progress = new TrainingProgress(start.recipe)
    const { validation, recipe } = start
    this.#heldOut = validation && subset(validation.dataset, options.validationObjects, recipe.seed)
  }

  /**
   * From where the trainer stands to the last step.
   *
   * @throws Interrupted when the signal is aborted, once the step is done and saved
   */
  async go(batchAt: (index: number) => Promise<Batch>, signal: AbortSignal): Promise<void> {
    const { saveEvery, validateEvery } = this.#options
    const { recipe } = this.#start
    try {
      for await (const step of train(this.#trainer, recipe, batchAt)) {
        await this.#stepDone(step)
        const isLast = step.step === recipe.steps
        if (isLast || step.step % validateEvery === 0) await this.#validate(signal)
        if (isLast || signal.aborted || step.step % saveEvery === 0) await this.save()
        if (signal.aborted && !isLast)
          throw new Interrupted(
            `interrupted at step ${step.step} of ${recipe.steps}; go on with dextr train --out ${this.#folder.path} --resume`,
          )
      }
    } catch (error) {
      // Such as for a photo that cannot be read: the steps so far are not lost, unless the disk is what failed.
      if (this.#trainer.step > this.#saved) await this.save().catch(() => {})
      throw error
    }
  }

  /** Writes model and checkpoint, in this order: a run whose last checkpoint is there needs nothing more. */
  async save(): Promise<void> {
    const { recipe, run, train: data } = this.#start
    const { step } = this.#trainer
    if (step > 0) {
      const lineage = `dextr train: ${step} of ${recipe.steps} steps of ${recipe.batch * recipe.accumulation} objects out of ${data.dataset.entries.length} in ${data.dataset.name}, seed ${recipe.seed}`
      const { network, preset } = recipe
      const model = writeModelFile(
        {
          version: 1,
          name: run.name,
          network,
          preset,
          ...(recipe.patches && { batch: refinerBatch }),
          lineage: [...run.lineage, lineage],
          licence: run.licence,
        },
        await this.#trainer.weights(keptWeights(recipe)),
      )
      await writeWhole(this.#folder.modelFile, model)
      const metrics = readMetrics(await readFile(this.#folder.metricsFile, 'utf8'))
      await writeWhole(this.#folder.plotFile, trainingPlot(metrics, run.name))
    }
    await writeWhole(this.#folder.stateFile, writeCheckpoint(await this.#trainer.state(), recipe))
    this.#saved = step
  }

  async #stepDone(step: Step): Promise<void> {
    this.#progress.add(step)
    terminal.progress(step.step / this.#start.recipe.steps, () => this.#progress.line(step))
    await this.#record('step', step)
  }

  async #validate(signal: AbortSignal): Promise<void> {
    if (!this.#heldOut || signal.aborted) return
    try {
      const validation = await validate(this.#predict, this.#heldOut, signal)
      const { objects, iou, boundaryF } = validation
      const text = `step ${this.#trainer.step}  loss ${this.#progress.loss.toFixed(4)}  IoU ${iou.toFixed(4)}  boundary F ${boundaryF.toFixed(4)}  (${objects} objects)`
      terminal.note(text)
      await this.#folder.log(text)
      await this.#record('validation', { step: this.#trainer.step, ...validation })
    } catch (error) {
      // What is interrupted is not half measured.
      if (error !== signal.reason) throw error
    }
  }

  async #record(event: string, metrics: { readonly step: number }): Promise<void> {
    await this.#folder.addMetrics(metrics)
    if (this.#options.json) await print(JSON.stringify({ event, ...metrics }))
  }
}
