import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { writeAnnotations } from '../../formats/index.ts'
import type { Annotator } from '../annotator.ts'
import { RefusedError } from '../http/refusal.ts'
import type { Job, JobRequest, TrainingPoint, TrainingResult, TrainingSample } from '../messages.ts'
import { annotationsOf } from './annotations.ts'
import type { JobEnd, JobProgress } from './jobs.ts'
import { labelledPhotos } from './labelled-photos.ts'

type TrainRequest = Extract<JobRequest, { kind: 'train' }>

/** Fewer say nothing about what was gained. */
const fewest = 8
const mostSamples = 6
/** Steps whose losses make one point of the curve. */
const stepsPerPoint = 5

/** What `dextr adapt` writes, line by line. */
type TrainerLine =
  | { event: 'step'; part: number; parts: number; step: number; steps: number; loss: number }
  | { event: 'validation'; part: number; parts: number; step: number; steps: number; iou: number }
  | { event: 'fold' }
  | { event: 'end' }

type Answered = { iou: number; mask: { size: [number, number]; counts: string } }
type Result = {
  before: number
  after: number
  objects: { object: number; before: Answered; after: Answered }[]
}

/**
 * "Train on these": a child process fine-tunes the model on accepted masks. What it has done lies in a folder of the
 * project, so that it goes on where it was when the server is started again; the result stays until somebody has
 * decided about it, or another training is started.
 */
export class Training {
  readonly #annotator: Annotator
  /** A program that takes `adapt` and its options: the command line. */
  readonly #program: string
  readonly #folder: string
  #job: string | undefined
  #closing = false

  constructor(annotator: Annotator, program: string, folder: string) {
    this.#annotator = annotator
    this.#program = program
    this.#folder = folder
  }

  /** @throws RefusedError 409 when one is running */
  start(request: TrainRequest): Job {
    return this.#begin(progress => this.#prepare(request, progress))
  }

  /** Goes on with what an earlier server did not finish, or shows its result again. */
  async resume(): Promise<void> {
    const run = await this.#current()
    if (run !== undefined) this.#begin(async () => run)
  }

  /**
   * The model that a finished training made, and its fast variant.
   *
   * @throws RefusedError 404 when the job made none
   */
  modelOf(job: string): { model: string; fast: string } {
    if (job !== this.#job || this.#annotator.jobs.get(job).state !== 'done')
      throw new RefusedError(404, 'unknown', `job "${job}" has made no model; wait until it is done`)
    return { model: join(this.#run(), 'model.onnx'), fast: join(this.#run(), 'model-int8.onnx') }
  }

  close(): void {
    this.#closing = true
  }

  #begin(prepare: (progress: JobProgress) => Promise<string>): Job {
    const job = this.#annotator.jobs.start('train', async progress => {
      try {
        return await this.#carryOut(await prepare(progress), progress)
      } catch (error) {
        if (!this.#closing) await rm(this.#folder, { recursive: true, force: true })
        throw error
      }
    })
    this.#job = job.id
    return job
  }

  #run(): string {
    return join(this.#folder, 'run')
  }

  /** The model that the unfinished run began with. */
  async #current(): Promise<string | undefined> {
    return readFile(join(this.#folder, 'base.txt'), 'utf8').catch(() => undefined)
  }

  /**
   * Writes what is trained on.
   *
   * @returns the model to start from
   * @throws RangeError when there are too few masks
   */
  async #prepare({ class: only }: TrainRequest, progress: JobProgress): Promise<string> {
    await rm(this.#folder, { recursive: true, force: true })
    await mkdir(this.#run(), { recursive: true })
    const { store, library } = await this.#annotator.project
    const photos = (await labelledPhotos({ store, library }, progress))
      .filter(({ image }) => !image.missing)
      .map(({ image, objects }) => ({
        image,
        objects: objects.filter(
          ({ review, mask, class: id }) =>
            review === 'accepted' && mask !== null && (only === undefined || id === only),
        ),
      }))
      .filter(({ objects }) => objects.length > 0)
    const ids = photos.flatMap(({ image, objects }) =>
      objects.map(({ id }) => ({ image: image.id, object: id })),
    )
    if (ids.length < fewest)
      throw new RangeError(
        `${ids.length} accepted masks, expected ${fewest} or more; accept or draw some more, forty are a good start`,
      )
    const annotations = annotationsOf(photos, await store.classes(), { acceptedOnly: true, masks: true })
    const { files } = writeAnnotations(annotations, 'coco')
    await writeFile(join(this.#folder, 'annotations.json'), files[0]!.content)
    await writeFile(join(this.#folder, 'objects.json'), JSON.stringify(ids))
    const base = await this.#annotator.modelFile()
    await writeFile(join(this.#folder, 'base.txt'), base) // last: a run that has it is complete
    return base
  }

  async #carryOut(base: string, { signal, step }: JobProgress): Promise<JobEnd> {
    const images = this.#annotator.folder.path
    const data = join(this.#folder, 'annotations.json')
    const options = ['--data', data, '--images', images, '--model', base, '--out', this.#run(), '--json']
    // The channel tells the child when this process is gone, however it ended.
    const child = fork(this.#program, ['adapt', ...options], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    // It keeps whole parts only, by renaming: there is nothing to wait for.
    const stop = () => child.kill('SIGKILL')
    signal.addEventListener('abort', stop)
    try {
      const complaints: string[] = []
      createInterface(child.stderr!).on('line', line => complaints.push(line))
      const ended = once(child, 'exit')
      await this.#follow(child, step)
      const [code] = await ended
      signal.throwIfAborted()
      if (code !== 0)
        throw new Error(`the training failed: ${complaints.at(-1) ?? `it ended with code ${code}`}`)
    } finally {
      signal.removeEventListener('abort', stop)
    }
    return this.#result()
  }

  async #follow(child: ChildProcess, tell: JobProgress['step']): Promise<void> {
    const curve: TrainingPoint[] = []
    let losses: number[] = []
    for await (const text of createInterface(child.stdout!)) {
      const line = JSON.parse(text) as TrainerLine
      if (line.event === 'fold' || line.event === 'end') continue
      const { part, parts, step, steps } = line
      const name =
        part < parts - 1 ? `cross-validation, model ${part + 1} of ${parts - 1}` : 'the model itself'
      if (line.event === 'validation') curve.push({ part, step, loss: null, iou: line.iou })
      else {
        losses.push(line.loss)
        if (losses.length < stepsPerPoint) continue
        curve.push({ part, step, loss: losses.reduce((a, b) => a + b) / losses.length, iou: null })
        losses = []
      }
      tell(part * steps + step, parts * steps, `${name}, step ${step} of at most ${steps}`, [...curve])
    }
  }

  async #result(): Promise<JobEnd> {
    const read = async <T>(path: string) => JSON.parse(await readFile(path, 'utf8')) as T
    const result = await read<Result>(join(this.#run(), 'result.json'))
    const ids = await read<{ image: string; object: string }[]>(join(this.#folder, 'objects.json'))
    const samples = result.objects
      .map(({ object, before, after }): TrainingSample => ({ ...ids[object - 1]!, before, after }))
      .sort((a, b) => b.after.iou - b.before.iou - (a.after.iou - a.before.iou))
    const { before, after } = result
    const training: TrainingResult = { before, after, objects: samples.length, samples: ends(samples) }
    return {
      message: `IoU ${before.toFixed(3)} before, ${after.toFixed(3)} after, on ${samples.length} objects`,
      result: { counts: { objects: samples.length }, losses: [], training },
    }
  }
}

/** The first and the last of a list. */
function ends<T>(items: readonly T[]): readonly T[] {
  if (items.length <= mostSamples) return items
  return [...items.slice(0, mostSamples - 2), ...items.slice(-2)]
}
