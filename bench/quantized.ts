// How much faster is the fast variant of a model, and how much smaller?
//
//   npm run build && node dist/bench/quantized.js --model FILE --fast FILE [--runtime NAME] [--threads 2] [--rounds 20]

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type NodeRuntimeName, startRuntime } from '../src/runtime/node.ts'
import { modelInput, readDescription } from '../src/segmenter/index.ts'
import { tensor } from '../src/tensor/index.ts'
import { interleaved, machine, median, timed } from './machine.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'models/dextr.onnx' },
    fast: { type: 'string', default: 'fast.onnx' },
    runtime: { type: 'string' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '20' },
  },
})
const threads = Number(values.threads)
const files = { float: readFileSync(values.model), int8: readFileSync(values.fast) }
const { preset, network } = readDescription(files.float, values.model)
const runtime = startRuntime(values.runtime as NodeRuntimeName | undefined, threads)
const shape = [1, network.channels, preset.size, preset.size]
const input = tensor('float32', shape)
for (let i = 0; i < input.data.length; i++)
  input.data[i] = i < 3 * preset.size ** 2 ? (i * 37) % 256 : (i % 2) / 2

const ways: Record<string, () => Promise<number>> = {}
for (const [name, file] of Object.entries(files)) {
  const session = await runtime.load(file, { threads })
  ways[name] = () => timed(() => session.run({ [modelInput]: input }))
}
const taken = await interleaved(ways, Number(values.rounds))
const [float, int8] = [median(taken.float!), median(taken.int8!)]
const megabytes = (file: Uint8Array) => `${(file.length / 1e6).toFixed(1)} MB`

console.log(machine(`${await runtime.describe()}, ${threads} threads, ${preset.size}²`))
console.log(`\n${values.model.padEnd(32)} ${megabytes(files.float).padStart(9)}  ${float.toFixed(1)} ms`)
console.log(`${values.fast.padEnd(32)} ${megabytes(files.int8).padStart(9)}  ${int8.toFixed(1)} ms`)
console.log(`int8 / float: ${(int8 / float).toFixed(2)} of the time (median of ${values.rounds}, in turns)`)
await runtime.dispose()
