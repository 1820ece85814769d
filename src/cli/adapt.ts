import { setPriority } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import * as v from 'valibot'
import { type DatasetConfig, datasetSchema, openDatasets } from '../datasets/index.ts'
import { clickingSchema, evaluate, predictWith } from '../evaluation/index.ts'
import { Dextr } from '../index.ts'
import type { Mask } from '../mask/index.ts'
import type { FloatModel } from '../segmenter/index.ts'
import { type CocoDocument, cocoFolds, cocoPart, type Folds } from './coco-folds.ts'
import { CommandError } from './errors.ts'
import { makeFastVariant } from './fast-variant.ts'
import { exists, print, readInput, writeWhole } from './files.ts'
import { fineTune } from './fine-tuning.ts'
import { interruption } from './interruption.ts'
import { wholeNumber } from './options.ts'
import { addRuntimeOptions, type RuntimeOptions } from './runtime-options.ts'
import { shippedModel } from './shipped.ts'
import { terminal } from './terminal.ts'
import { readWholeModel } from './weight-file.ts'

type Options = RuntimeOptions & {
  readonly data: string
  readonly images?: string
  readonly model: string
  readonly out: string
  readonly folds: number
  readonly steps: number
  readonly seed: number
  readonly json?: boolean
}

export function define(command: Command): void {
  command
    .description(
      'Fine-tunes a model on a few objects of one kind, and tells by cross-validation what that gains on such objects.',
    )
    .requiredOption('--data <file>', 'a COCO file of the objects, such as the annotator exports')
    .option('--images <dir>', 'where its photos are (default: the folder of the file)')
    .option('--model <file>', 'the model to start from (default: the one that comes along)', shippedModel)
    .requiredOption('--out <dir>', 'folder of the run; an unfinished run in it goes on')
    .option('--folds <n>', 'parts of the cross-validation', wholeNumber(2), 4)
    .option('--steps <n>', 'of training at most', wholeNumber(1), 60)
    .option('--seed <n>', 'what chance follows', wholeNumber(0), 1)
    .option('--json', 'print steps and results, a line of JSON each')
  addRuntimeOptions(command)
    .addHelpText(
      'after',
      `
The folder holds model.onnx, its fast variant model-int8.onnx, result.json with both figures of every object, and what an unfinished run goes on from.

Example:
  # What the annotator calls "Train on these"
  dextr adapt --data annotations.json --images photos --out runs/mine`,
    )
    .action(run)
}

/** Inputs that the fast variant gets its ranges from. */
const calibrationCrops = 64

/** An answer about an object: intersection over union, and the mask as COCO's run lengths. */
type Answered = { readonly iou: number; readonly mask: ReturnType<Mask['toRle']> }

/** Of an object that the model had not been trained on, by its number in the file. */
type Compared = { readonly object: number; readonly before: Answered; readonly after: Answered }

/** A fold that is done. */
type Fold = { readonly fold: number; readonly steps: number; readonly objects: readonly Compared[] }

async function run(options: Options): Promise<void> {
  setPriority(19) // whoever is clicking comes first
  using interrupt = interruption('ending; the finished folds are kept')
  // The annotator that started this one is gone, and will start it again.
  process.once('disconnect', () => process.exit(0))
  process.channel?.unref() // listening keeps the process alive otherwise
  const adaptation = await Adaptation.open(options, interrupt.signal)
  const folds = await adaptation.crossValidate()
  const objects = folds.flatMap(fold => fold.objects)
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const [before, after] = [mean(objects.map(o => o.before.iou)), mean(objects.map(o => o.after.iou))]
  const model = await adaptation.finish()
  await adaptation.makeFast(model)
  const result = { model, before, after, objects }
  await writeWhole(join(options.out, 'result.json'), JSON.stringify(result))
  terminal.clear()
  await print(
    options.json
      ? JSON.stringify({ event: 'end', ...result })
      : `IoU of ${objects.length} objects, each unknown to the model that was asked: ${before.toFixed(4)} before, ${after.toFixed(4)} after\n${model}`,
  )
}

class Adaptation {
  readonly #options: Options
  readonly #signal: AbortSignal
  readonly #document: CocoDocument
  readonly #base: FloatModel

  private constructor(options: Options, signal: AbortSignal, document: CocoDocument, base: FloatModel) {
    this.#options = options
    this.#signal = signal
    this.#document = document
    this.#base = base
  }

  static async open(options: Options, signal: AbortSignal): Promise<Adaptation> {
    const document = JSON.parse(new TextDecoder().decode(await readInput(options.data))) as CocoDocument
    return new Adaptation(options, signal, document, await readWholeModel(options.model))
  }

  /** Each fold is asked of a model that was trained on the others. */
  async crossValidate(): Promise<Fold[]> {
    const { folds: count, seed, model } = this.#options
    const parts = cocoFolds(this.#document, count, seed)
    const done: Fold[] = []
    for (const [fold, objects] of parts.entries()) {
      const file = this.#file(`fold-${fold}.json`)
      if (await exists(file)) {
        done.push(JSON.parse(new TextDecoder().decode(await readInput(file))))
        continue
      }
      const others = parts.filter(part => part !== objects).flat()
      const tuned = await this.#tune(others, fold)
      const test = await this.#dataset(`fold-${fold}-test`, objects)
      const [before, after] = [await this.#measure(test, model), await this.#measure(test, tuned.file)]
      const compared = [...before].map(([object, iou]) => ({
        object,
        before: iou,
        after: after.get(object)!,
      }))
      const result: Fold = { fold, steps: tuned.steps, objects: compared }
      await writeWhole(file, JSON.stringify(result))
      await this.#tell({ event: 'fold', ...result })
      done.push(result)
    }
    return done
  }

  /** The model that is trained on all objects but those that say when it is enough; its file. */
  async finish(): Promise<string> {
    const { folds, seed } = this.#options
    const place = this.#file('model.onnx')
    if (await exists(place)) return place
    const { file } = await this.#tune(cocoFolds(this.#document, folds, seed).flat(), folds)
    await writeWhole(place, file)
    return place
  }

  /** The int8 variant of the model that was made, with ranges from all objects. */
  async makeFast(model: string): Promise<void> {
    const place = this.#file('model-int8.onnx')
    if (await exists(place)) return
    const { data, images = dirname(data), seed } = this.#options
    const config = v.parse(datasetSchema, { path: data, format: 'coco', images: resolve(images) })
    const { file } = await makeFastVariant(await readWholeModel(model), await openDatasets([config]), {
      ...this.#options,
      crops: calibrationCrops,
      seed,
      signal: this.#signal,
    })
    await writeWhole(place, file)
  }

  /** @param part  of the whole work: the number of a fold, or what comes after them */
  async #tune(objects: readonly number[], part: number) {
    const { folds, steps, seed, data } = this.#options
    const inside = cocoPart(this.#document, objects)
    const [heldOut, ...rest]: Folds = cocoFolds(inside, Math.min(5, objects.length), seed + 1)
    const parts = folds + 1
    return fineTune(this.#base, {
      ...this.#options,
      train: await this.#dataset(`part-${part}-train`, rest.flat()),
      heldOut: await this.#dataset(`part-${part}-held-out`, heldOut!),
      lineage: `dextr adapt: ${rest.flat().length} objects of ${basename(data)}`,
      signal: this.#signal,
      onStep: async ({ step, loss }) => {
        const share = (part + step / steps) / parts
        terminal.progress(share, () => `part ${part + 1} of ${parts}, step ${step}, loss ${loss.toFixed(3)}`)
        await this.#tell({ event: 'step', part, parts, step, steps, loss })
      },
      onValidation: ({ step, iou }) => this.#tell({ event: 'validation', part, parts, step, steps, iou }),
    })
  }

  /** A part of the objects as a file of its own, which the threads that prepare batches read. */
  async #dataset(name: string, ids: readonly number[]): Promise<DatasetConfig> {
    const { data, images = dirname(data) } = this.#options
    const path = this.#file(`${name}.json`)
    await writeWhole(path, JSON.stringify(cocoPart(this.#document, ids)))
    return v.parse(datasetSchema, { path, format: 'coco', images: resolve(images) })
  }

  /** Answers by the number of the object. @param model  a file or its bytes */
  async #measure(config: DatasetConfig, model: string | Uint8Array): Promise<Map<number, Answered>> {
    await using dextr = await Dextr.load(model, this.#options)
    const dataset = await openDatasets([config])
    const clicking = v.parse(clickingSchema, {})
    const found = new Map<number, Answered>()
    for await (const { entry, iou, prediction } of evaluate(dataset, predictWith(dextr), {
      clicking,
      signal: this.#signal,
    }))
      found.set(numberOf(entry.id), { iou, mask: prediction.toRle() })
    return found
  }

  #file(name: string): string {
    return join(this.#options.out, name)
  }

  async #tell(event: object): Promise<void> {
    if (this.#options.json) await print(JSON.stringify(event))
  }
}

/** The annotation's own number, which entries of COCO files end with. */
function numberOf(id: string): number {
  const number = Number(/(\d+)$/.exec(id)?.[1])
  if (Number.isNaN(number)) throw new CommandError(`adapt: object "${id}" has no number`)
  return number
}
