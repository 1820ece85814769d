import type { Answer, Call, Device } from './protocol.ts'
import { type Channel, Runtime } from './runtime.ts'

export type BrowserRuntimeOptions = {
  /** Cores that one run may use; at most half of them and 4 when absent, 1 in a page that is not cross-origin isolated. */
  readonly threads?: number | undefined
  readonly device?: Device | undefined
  /** Address of the folder with ONNX Runtime's WebAssembly files; that of the worker's own file when absent. */
  readonly wasm?: string | URL | undefined
}

/** The worker's first message. Addresses are absolute. */
export type Start = {
  readonly threads: number
  readonly device: Device
  readonly wasm: string | undefined
}

/** Starts ONNX Runtime's WebAssembly in a worker, from `browser-worker.js` beside this file. */
export function startRuntime({ threads, device = 'cpu', wasm }: BrowserRuntimeOptions = {}): Runtime {
  const worker = new Worker(new URL('./browser-worker.js', import.meta.url), { type: 'module' })
  const start: Start = {
    threads: crossOriginIsolated ? (threads ?? defaultThreads()) : 1,
    device,
    wasm: wasm && new URL(wasm, document.baseURI).href,
  }
  worker.postMessage(start)
  const channel: Channel = {
    post(call: Call, transfer) {
      worker.postMessage(call, transfer)
    },
    listen(onAnswer, onFailure) {
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data))
      worker.addEventListener('error', ({ message }) =>
        onFailure(
          new Error(
            `runtime: its worker failed (${message || 'browser-worker.js is not beside the library, or not of the same origin'})`,
          ),
        ),
      )
    },
    async close() {
      worker.terminate()
    },
  }
  return new Runtime(channel)
}

/** More than four gain little in WebAssembly, and half leaves the page responsive. */
function defaultThreads(): number {
  return Math.min(4, Math.ceil(navigator.hardwareConcurrency / 2))
}
