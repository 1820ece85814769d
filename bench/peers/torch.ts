import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type TorchRequest = {
  readonly kind: 'forward' | 'step'
  readonly network: string
  readonly batch: number
  readonly size: number
  readonly layout: 'nchw' | 'channels-last'
}

/** PyTorch in a process of its own, which does one thing after the other when asked. */
export type TorchPeer = {
  readonly description: string
  /** Runs a request once and gives its milliseconds; the first run of each is preceded by one that is not timed. */
  run(request: TorchRequest): Promise<number>
  end(): void
}

/**
 * Starts Debian's python3-torch (or what PYTHON names).
 *
 * Without these variables it runs with one thread, and on a BLAS kernel that is several times too slow.
 *
 * @throws Error when there is no PyTorch, with the way to get it
 */
export async function startTorch(threads: number): Promise<TorchPeer> {
  const python = process.env.PYTHON ?? '/usr/bin/python3'
  const script = new URL('../../../bench/peers/torch_peer.py', import.meta.url).pathname
  const child = spawn(python, [script], {
    env: {
      ...process.env,
      OMP_NUM_THREADS: String(threads),
      OPENBLAS_NUM_THREADS: String(threads),
      OPENBLAS_CORETYPE: process.env.OPENBLAS_CORETYPE ?? 'SKYLAKEX',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => {
    const { value, done } = await lines.next()
    if (done)
      throw new Error(
        `peer: ${python} ended; PyTorch comes with \`apt-get install python3-torch libopenblas0\``,
      )
    return JSON.parse(value)
  }
  const { torch, threads: used } = await answer()
  return {
    description: `PyTorch ${torch}, ${used} threads`,
    async run(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      return (await answer()).ms
    },
    end: () => child.stdin.end(),
  }
}
