import { Worker } from 'node:worker_threads'
import type { Answer, Call } from './protocol.ts'
import { type Channel, Runtime } from './runtime.ts'

export type NodeRuntimeName = 'onnxruntime-node' | 'onnxruntime-web'

/**
 * Starts ONNX Runtime in a worker thread, which does not keep the process alive while it idles.
 *
 * @param wanted  a package; without it the native one where it loads, else the WebAssembly one
 */
export function startRuntime(wanted?: NodeRuntimeName): Runtime {
  const worker = new Worker(new URL('./node-worker.js', import.meta.url), { workerData: { wanted } })
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
