import { Worker } from 'node:worker_threads'
import { type Failure, noFiles, type Span, type Summary, slowestAllowed } from './measure.ts'

const filesPerTask = 1000
const patience = 10 * slowestAllowed

/** Has the files read in a worker; one that hangs or dies is replaced, and its file is a failure. */
export async function supervise(reader: string, { seed, from, to }: Span): Promise<Summary> {
  const total = noFiles()
  const spans: Span[] = []
  for (let start = from; start < to; start += filesPerTask)
    spans.push({ seed, from: start, to: Math.min(to, start + filesPerTask) })
  let worker: Supervised | undefined
  for (let span = spans.shift(); span; span = spans.shift()) {
    worker ??= new Supervised(reader)
    const answer = await worker.run(span)
    if ('files' in answer) {
      add(total, answer)
      continue
    }
    worker = undefined
    total.files++
    total.failures.push(answer)
    spans.unshift({ ...span, to: answer.index }, { ...span, from: answer.index + 1 })
  }
  await worker?.end()
  return total
}

class Supervised {
  readonly #worker: Worker
  /** The index of the file that is being read. */
  readonly #index = new Int32Array(new SharedArrayBuffer(4))

  constructor(reader: string) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { reader, index: this.#index },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
  }

  /** What came of the files, or the one that the worker did not survive. */
  run(span: Span): Promise<Summary | Failure> {
    return new Promise(resolve => {
      let [seen, since] = [-1, performance.now()]
      const watch = setInterval(() => {
        const index = Atomics.load(this.#index, 0)
        if (index !== seen) [seen, since] = [index, performance.now()]
        else if (performance.now() - since > patience) finish({ index, reason: `hangs, over ${patience} ms` })
      }, 200)
      const died = (error: Error) =>
        finish({ index: Atomics.load(this.#index, 0), reason: `the worker died: ${error.message}` })
      const finish = (answer: Summary | Failure) => {
        clearInterval(watch)
        this.#worker.off('message', finish).off('error', died)
        if (!('files' in answer)) void this.#worker.terminate()
        resolve(answer)
      }
      this.#worker.once('message', finish).once('error', died)
      this.#worker.postMessage(span)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

function add(total: Summary, part: Summary): void {
  total.files += part.files
  total.refused += part.refused
  total.accepted += part.accepted
  total.slowest = Math.max(total.slowest, part.slowest)
  total.peak = Math.max(total.peak, part.peak)
  total.failures.push(...part.failures)
}
