import { Worker } from 'node:worker_threads'
import type { Answer, Call } from './protocol.ts'
import { type Channel, Runtime } from './runtime.ts'

export type NodeRuntimeName = 'onnxruntime-node' | 'onnxruntime-web'

/** What the worker is told when it starts. */
export type Start = { readonly wanted: NodeRuntimeName | undefined; readonly threads: number | undefined }

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
      worker.on('message', (answer: Answer) => {
        worker.unref()
        onAnswer(answer)
      })
      worker.on('error', error => onFailure(error as Error))
      worker.on('exit', code => onFailure(new Error(`runtime: its worker ended with code ${code}`)))
    },
    async close() {
      await worker.terminate()
    },
  }
  worker.unref()
  return new Runtime(channel)
}
