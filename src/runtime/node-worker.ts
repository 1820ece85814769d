import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type * as OrtModule from 'onnxruntime-common'
import { host } from './host.ts'
import type { Compiled, NodeRuntimeName, Start } from './node.ts'
import type { Call } from './protocol.ts'

const { wanted, threads } = workerData as Start

async function load(): Promise<{ ort: typeof OrtModule; name: NodeRuntimeName }> {
  if (wanted !== 'onnxruntime-web')
    try {
      return { ort: await import('onnxruntime-node'), name: 'onnxruntime-node' }
    } catch (error) {
      // The package is optional: absent where npm could not install it, broken where its library does not load.
      if (wanted) throw error
    }
  // Its part for Node; the one for browsers (onnxruntime-web/wasm) starts here with one thread at most.
  const ort = await import('onnxruntime-web')
  ort.env.wasm.numThreads = threads ?? availableParallelism()
  const file = import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')
  const binary = await readFile(fileURLToPath(file))
  ort.env.wasm.wasmBinary = binary
  WebAssembly.compile(binary).then(compiled => parentPort!.postMessage({ compiled } satisfies Compiled))
  return { ort, name: 'onnxruntime-web' }
}

const { ort, name } = await load()
const answer = host({
  ort,
  description: `${name} ${ort.env.versions.common}`,
  fillsOutputs: name === 'onnxruntime-node',
})

parentPort!.on('message', async (call: Call) => parentPort!.postMessage(await answer(call)))
