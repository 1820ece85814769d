import { Worker } from 'node:worker_threads'
import type { Answer, Call } from './protocol.ts'
import { type Channel, Runtime } from './runtime.ts'

export type NodeRuntimeName = 'onnxruntime-node' | 'onnxruntime-web'

/** What the worker is told when it starts. */
export type Start = { readonly wanted: NodeRuntimeName | undefined; readonly threads: number | undefined }

/** What it says, beside answers, when it has compiled ONNX Runtime's WebAssembly. */
export type Compiled = { readonly compiled: WebAssembly.Module }

/**
 * V8 compiles WebAssembly once for all threads as long as one of them holds the result. Without this, loading takes
 * three times as long every time, and what the compiler leaves behind comes to 300 MB after ten workers.
 */
const held: Partial<Compiled> = {}

/**
 * Starts ONNX Runtime in a worker thread, which does not keep the process alive while it idles.
 *
 * @param wanted   a package; without it the native one where it loads, else the WebAssembly one
 * @param threads  of the WebAssembly one, whose sessions share them; all cores when absent
 */
export function startRuntime(wanted?: NodeRuntimeName, threads?: number): Runtime {
  const workerData: Start = { wanted, threads }
  const worker = new Worker(new URL('./node-worker.js', import.meta.url), { workerData })
  const channel: Channel = {
    post(call: Call, transfer) {
      worker.ref()
      worker.postMessage(call, transfer)
    },
    listen(onAnswer, onFailure) {
      worker.on('message', (message: Answer | Compiled) => {
        if ('compiled' in message) return Object.assign(held, message)
        worker.unref()
        onAnswer(message)
      })
      worker.on('error', error => onFailure(error as Error))
      worker.on('exit', code => onFailure(new Error(`runtime: its worker ended with code ${code}`)))
    },
    async close() {
      // Its end is not waited for: before it, V8 finishes compiling what workers share, once for a second or three.
      worker.terminate()
    },
  }
  worker.unref()
  return new Runtime(channel)
}
