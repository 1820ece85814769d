import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Segmenter } from '../segmenter/index.ts'
import type { Store } from '../store/index.ts'
import { Events } from './events.ts'
import { Jobs } from './jobs/jobs.ts'
import { Training } from './jobs/train.ts'
import { Model } from './model.ts'
import { PassingFiles } from './passing-files.ts'
import type { PhotoFolder } from './photos/folder.ts'
import { Library } from './photos/library.ts'
import { Thumbnails } from './photos/thumbnails.ts'
import { Segmentation } from './segmentation.ts'

export type AnnotatorOptions = {
  readonly folder: PhotoFolder
  /** Of the project, for people. */
  readonly name: string
  /** The project's data, beside the store: thumbnails, models that were trained for it. */
  readonly data: string
  readonly openStore: () => Promise<Store>
  readonly model: {
    readonly file: string
    /** Whether somebody named this one; otherwise one that was trained for the project comes first. */
    readonly isChosen: boolean
    readonly load: (file: string) => Promise<Segmenter>
  }
  /** A program that trains: the command line, which takes `adapt`. */
  readonly program: string
}

/** What is there once the store is open. */
export type Project = { readonly store: Store; readonly library: Library }

/** All that requests work with. Store and model open while the page loads; requests wait for what they need. */
export class Annotator {
  readonly folder: PhotoFolder
  readonly name: string
  readonly events = new Events()
  readonly jobs = new Jobs(job => this.events.send({ type: 'job', job }))
  readonly model: Model
  readonly segmentation: Segmentation
  readonly thumbnails: Thumbnails
  readonly files: PassingFiles
  readonly training: Training
  /** Rejects when the store does not open, such as when another process has it. */
  readonly project: Promise<Project>

  readonly #options: AnnotatorOptions
  #tookOver = false

  constructor(options: AnnotatorOptions) {
    const { folder, name, data, openStore, model, program } = options
    this.#options = options
    this.folder = folder
    this.name = name
    this.model = new Model(
      nameOf(model.file),
      async () => model.load(await this.#answeringFile()),
      model => this.events.send({ type: 'model', model }),
    )
    this.segmentation = new Segmentation(folder, this.model)
    this.thumbnails = new Thumbnails(join(data, 'cache', 'thumbnails'))
    this.files = new PassingFiles(join(data, 'cache', 'passing'))
    this.training = new Training(this, program, join(data, 'training'))
    this.project = this.#open(openStore)
    this.project.catch(() => {}) // told to everyone who waits for it
  }

  /**
   * The model in use, as training starts from it: one that was trained here and taken over, or the one that the server
   * was started with.
   */
  async modelFile(): Promise<string> {
    const { file, isChosen } = this.#options.model
    if (isChosen && !this.#tookOver) return file
    return (await isThere(this.#ownModel)) ? this.#ownModel : file
  }

  /** The model in use, or its fast variant where it was made here. */
  async #answeringFile(): Promise<string> {
    const file = await this.modelFile()
    return file === this.#ownModel && (await isThere(this.#ownFast)) ? this.#ownFast : file
  }

  /**
   * Uses what a training made, or with null what the server was started with. Stays so when it is started again.
   *
   * @throws RefusedError 404 when the job made no model
   */
  async useModel(job: string | null): Promise<void> {
    const made = job === null ? undefined : this.training.modelOf(job)
    // Without its fast variant a model answers itself, so that one of another model is never in use.
    await rm(this.#ownFast, { force: true })
    if (made) {
      await mkdir(dirname(this.#ownModel), { recursive: true })
      await copyWhole(made.model, this.#ownModel)
      await copyWhole(made.fast, this.#ownFast)
    } else await rm(this.#ownModel, { force: true })
    this.#tookOver = job !== null
    const file = await this.#answeringFile()
    await this.model.replace(nameOf(file), () => this.#options.model.load(file))
  }

  /** Ends what runs; every edit that was acknowledged is in the store, and the snapshot is written. */
  async close(): Promise<void> {
    this.events.send({ type: 'closing' })
    this.training.close()
    await this.jobs.close()
    const project = await this.project.catch(() => undefined)
    await project?.library.close()
    await project?.store.close()
    await this.model.close()
    await this.files.close()
  }

  get #ownModel(): string {
    return join(this.#options.data, 'models', 'trained.onnx')
  }

  get #ownFast(): string {
    return join(this.#options.data, 'models', 'trained-int8.onnx')
  }

  async #open(openStore: () => Promise<Store>): Promise<Project> {
    const opening = openStore().then(store => {
      this.#tellOf(store)
      return store
    })
    const library = await Library.open(this.folder, opening, (images, unread) =>
      this.events.send({ type: 'images', images, unread }),
    )
    const store = await opening
    void this.training.resume()
    return { store, library }
  }

  #tellOf(store: Store): void {
    store.subscribe(event => {
      if (event.type === 'command' || event.type === 'lost') this.events.send(event)
      if (event.type === 'snapshot')
        this.events.send(
          event.state === 'saved'
            ? { type: 'snapshot', version: event.version, at: event.at }
            : {
                type: 'snapshot',
                version: store.version,
                at: new Date().toISOString(),
                failure: event.message,
              },
        )
    })
  }
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

/** The copy appears whole or not at all. */
async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
}

const nameOf = (file: string) => basename(file, '.onnx')
