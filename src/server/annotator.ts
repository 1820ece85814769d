import { join } from 'node:path'
import type { Segmenter } from '../segmenter/index.ts'
import type { Store } from '../store/index.ts'
import { Events } from './events.ts'
import { Jobs } from './jobs/jobs.ts'
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
  /** Where what can be made again is kept, such as thumbnails. */
  readonly cache: string
  readonly openStore: () => Promise<Store>
  readonly model: { readonly name: string; readonly load: () => Promise<Segmenter> }
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
  /** Rejects when the store does not open, such as when another process has it. */
  readonly project: Promise<Project>

  constructor({ folder, name, cache, openStore, model }: AnnotatorOptions) {
    this.folder = folder
    this.name = name
    this.model = new Model(model.name, model.load, model => this.events.send({ type: 'model', model }))
    this.segmentation = new Segmentation(folder, this.model)
    this.thumbnails = new Thumbnails(join(cache, 'thumbnails'))
    this.files = new PassingFiles(join(cache, 'passing'))
    this.project = this.#open(openStore)
    this.project.catch(() => {}) // told to everyone who waits for it
  }

  /** Ends what runs; every edit that was acknowledged is in the store, and the snapshot is written. */
  async close(): Promise<void> {
    this.events.send({ type: 'closing' })
    await this.jobs.close()
    const project = await this.project.catch(() => undefined)
    await project?.library.close()
    await project?.store.close()
    await this.model.close()
    await this.files.close()
  }

  async #open(openStore: () => Promise<Store>): Promise<Project> {
    const store = await openStore()
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
    const tell = (images: Parameters<Parameters<typeof Library.open>[2]>[0]) =>
      this.events.send({ type: 'images', images })
    return { store, library: await Library.open(this.folder, store, tell) }
  }
}
