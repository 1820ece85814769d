import type { Start } from './browser.ts'
import { host } from './host.ts'
import type { Answer, Call, Device } from './protocol.ts'

/**
 * ONNX Runtime for each device. Its WebAssembly lies beside this file unless the page says otherwise; addresses are
 * written out, or bundlers do not find them.
 */
const variants = {
  cpu: {
    open: () => import('onnxruntime-web/wasm'),
    mjs: new URL('./ort-wasm-simd-threaded.mjs', import.meta.url).href,
    wasm: new URL('./ort-wasm-simd-threaded.wasm', import.meta.url).href,
  },
  webgpu: {
    open: () => import('onnxruntime-web/webgpu'),
    mjs: new URL('./ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
    wasm: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
  },
} satisfies Record<Device, unknown>

let answer: Promise<(call: Call) => Promise<Answer>> | undefined

addEventListener('message', async ({ data }: MessageEvent<Start | Call>) => {
  if (answer) return postMessage(await (await answer)(data as Call))
  answer = start(data as Start)
  answer.catch(reportError) // the page hears of it as of any failure of its worker
})

async function start({ threads, device, wasm }: Start): Promise<(call: Call) => Promise<Answer>> {
  const { open, ...beside } = variants[device]
  const { env, InferenceSession, Tensor } = await open()
  env.wasm.numThreads = threads
  env.wasm.wasmPaths = wasm?.replace(/\/?$/, '/') ?? beside
  const where = device === 'webgpu' ? 'WebGPU' : `${threads} ${threads === 1 ? 'thread' : 'threads'}`
  return host({
    ort: { InferenceSession, Tensor },
    description: `onnxruntime-web ${env.versions.common}, ${where}`,
    fillsOutputs: false,
  })
}
