import { newId } from '../../document/index.ts'
import { RefusedError } from '../http/refusal.ts'
import type { Job, JobRequest, JobResult, TrainingPoint } from '../messages.ts'

/** Ended jobs that are remembered. */
const remembered = 20

/** What a job's work is given: how it tells its progress, and whether it shall stop. */
export type JobProgress = {
  readonly signal: AbortSignal
  /** @param message  what is being done, in a sentence */
  step(done: number, total: number, message: string, curve?: readonly TrainingPoint[]): void
}

/** What a job leaves: in a sentence what it did, its result, and perhaps a file to be fetched. */
export type JobEnd = { readonly message: string; readonly result: JobResult; readonly file?: string }

type Running = {
  job: Job
  file?: string
  readonly controller: AbortController
  readonly ended: Promise<void>
}

/** Work that takes a while, whether or not a page is open. */
export class Jobs {
  readonly #tell: (job: Job) => void
  readonly #jobs = new Map<string, Running>()

  /** @param tell  called at every change of a job */
  constructor(tell: (job: Job) => void) {
    this.#tell = tell
  }

  /** In the order in which they were started. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job)
  }

  /** @throws RefusedError 404 */
  get(id: string): Job {
    return this.#find(id).job
  }

  /** What a job has left to be fetched. @throws RefusedError 404 */
  file(id: string): string {
    const { file } = this.#find(id)
    if (file === undefined) throw new RefusedError(404, 'unknown', `job "${id}" has left no file to fetch`)
    return file
  }

  /**
   * Starts a job.
   *
   * @throws RefusedError 409 when one of its kind is running
   */
  start(kind: JobRequest['kind'], work: (progress: JobProgress) => Promise<JobEnd>): Job {
    const same = this.list().find(job => job.kind === kind && job.state === 'running')
    if (same)
      throw new RefusedError(
        409,
        'busy',
        `there is a job of this kind already (${same.message || kind}); wait for it or cancel it`,
      )
    const id = newId()
    const controller = new AbortController()
    const job: Job = {
      id,
      kind,
      state: 'running',
      done: 0,
      total: 0,
      message: '',
      started: new Date().toISOString(),
      ended: null,
      result: null,
    }
    const progress: JobProgress = {
      signal: controller.signal,
      step: (done, total, message, curve) =>
        this.#change(id, { done, total, message, ...(curve && { curve }) }),
    }
    const ended = Promise.resolve()
      .then(() => work(progress))
      .then(
        ({ message, result, file }) => {
          const download = file === undefined ? {} : { download: `/api/jobs/${id}/download` }
          Object.assign(this.#jobs.get(id) ?? {}, { file })
          this.#end(id, { state: 'done', message, result: { ...result, ...download } })
        },
        (error: Error) =>
          this.#end(id, {
            state: controller.signal.aborted ? 'cancelled' : 'failed',
            message: controller.signal.aborted ? 'cancelled' : error.message,
          }),
      )
    this.#jobs.set(id, { job, controller, ended })
    this.#tell(job)
    this.#forget()
    return job
  }

  /** What is done stays done. @throws RefusedError 404 */
  cancel(id: string): Job {
    this.#find(id).controller.abort(new DOMException('the job was cancelled', 'AbortError'))
    return this.get(id)
  }

  /** Cancels all, and waits until they have ended. */
  async close(): Promise<void> {
    for (const { controller } of this.#jobs.values()) controller.abort()
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended))
  }

  #find(id: string): Running {
    const running = this.#jobs.get(id)
    if (!running)
      throw new RefusedError(404, 'unknown', `there is no job "${id}"; it may be of an earlier run`)
    return running
  }

  #end(id: string, change: Partial<Job>): void {
    this.#change(id, { ...change, ended: new Date().toISOString() })
  }

  #change(id: string, change: Partial<Job>): void {
    const running = this.#jobs.get(id)
    if (!running) return
    running.job = { ...running.job, ...change }
    this.#tell(running.job)
  }

  #forget(): void {
    const over = [...this.#jobs].filter(([, { job }]) => job.state !== 'running')
    for (const [id] of over.slice(0, -remembered)) this.#jobs.delete(id)
  }
}
