import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import type { Start } from './browser.ts'
import { host } from './host.ts'
import type { Answer, Call } from './protocol.ts'

/** ONNX Runtime's files lie beside this one unless the page says otherwise. */
const beside = {
  mjs: new URL('./ort-wasm-simd-threaded.mjs', import.meta.url).href,
  wasm: new URL('./ort-wasm-simd-threaded.wasm', import.meta.url).href,
}

let answer: ((call: Call) => Promise<Answer>) | undefined

addEventListener('message', async ({ data }: MessageEvent<Start | Call>) => {
  if (answer) postMessage(await answer(data as Call))
  else answer = start(data as Start)
})

function start({ threads, wasm }: Start): (call: Call) => Promise<Answer> {
  env.wasm.numThreads = threads
  env.wasm.wasmPaths = wasm?.replace(/\/?$/, '/') ?? beside
  return host({
    ort: { InferenceSession, Tensor },
    description: `onnxruntime-web ${env.versions.common}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    fillsOutputs: false,
  })
}
