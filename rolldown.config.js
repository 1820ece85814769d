// The library for browsers: one file of ours and one for its worker, and ONNX Runtime's files beside them.
// They work as they are from any web server, and bundlers find worker and WebAssembly by their `new URL(…)`.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** By what the worker imports: for processors, and, fetched only where it is asked for, for graphics cards. */
const scripts = {
  'onnxruntime-web/wasm': 'ort.wasm.min.mjs',
  'onnxruntime-web/webgpu': 'ort.webgpu.min.mjs',
}
const webAssembly = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']

const onnxRuntimeBeside = {
  name: 'onnx-runtime-beside',

  resolveId(id) {
    return id in scripts ? { id: `./${scripts[id]}`, external: true } : undefined
  },

  async writeBundle({ dir }) {
    const folder = new URL('.', import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))
    for (const file of webAssembly.flatMap(name => [`${name}.mjs`, `${name}.wasm`]))
      await copyFile(fileURLToPath(new URL(file, folder)), `${dir}/${file}`)
    for (const script of Object.values(scripts)) {
      // Without the name of its source map, which is not beside it: bundlers complain of that.
      const text = await readFile(new URL(script, folder), 'utf8')
      await writeFile(`${dir}/${script}`, text.replace(/^\/\/# sourceMappingURL=.*$/m, ''))
    }
  },
}

export default {
  input: { dextr: 'src/browser.ts', 'browser-worker': 'src/runtime/browser-worker.ts' },
  platform: 'browser',
  output: { dir: 'dist/browser', chunkFileNames: '[name].js' },
  plugins: [onnxRuntimeBeside],
}
