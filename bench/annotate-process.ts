import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))

/** `dextr annotate` as a process of its own, told what it does by its events. */
export class AnnotateProcess {
  readonly #child: ChildProcess
  readonly #address: URL
  readonly #after: () => Promise<void>

  private constructor(child: ChildProcess, address: URL, after: () => Promise<void>) {
    this.#child = child
    this.#address = address
    this.#after = after
  }

  /**
   * Resolves when it listens.
   *
   * @param store  where the project is kept; by default a folder that is gone after stop
   */
  static async start(
    folder: string,
    options: readonly string[] = [],
    store?: string,
  ): Promise<AnnotateProcess> {
    const data = store ?? (await mkdtemp(join(tmpdir(), 'dextr-annotate-bench-')))
    const args = [main, 'annotate', folder, '--no-open', '--json', '--store', data, ...options]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(createInterface(child.stdout!), 'line')
    const after = async () => {
      if (store === undefined) await rm(data, { recursive: true })
    }
    return new AnnotateProcess(child, new URL(JSON.parse(line).url), after)
  }

  /** What opens the page. */
  get url(): string {
    return this.#address.href
  }

  /** Sends a request to /api. */
  async ask(path: string, body?: unknown): Promise<Response> {
    return fetch(new URL(`/api${path}`, this.#address), {
      headers: {
        authorization: `Bearer ${this.#address.searchParams.get('token')}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.ask(path)).json()) as T
  }

  /** Memory of the process, in bytes: what is not shared with files. Linux. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8')
    return 1024 * Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN)
  }

  /** Processor time so far, in milliseconds: of the thread that answers, and of all together. Linux, with 100 ticks a second. */
  async processor(): Promise<{ thread: number; all: number }> {
    const { pid } = this.#child
    return {
      thread: await processorTime(`/proc/${pid}/task/${pid}/stat`),
      all: await processorTime(`/proc/${pid}/stat`),
    }
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT')
    await once(this.#child, 'exit')
    await this.#after()
  }
}

async function processorTime(file: string): Promise<number> {
  const stat = await readFile(file, 'utf8')
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
  return 10 * (user! + system!)
}
